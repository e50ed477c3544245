import type { Inspected } from '../inspect/inspected.js';
import type { Answer, AnswerWarning, ColumnTrust, SourceUsed, Types } from '../result/answer.js';
import type { Column } from '../inspect/reading.js';
import { versionedName } from '../plan/table-version.js';
import { typeSql } from '../parquet/field.js';
import type { BadRowsFound } from './bad-rows.js';
import type { ChosenTable } from './columnar/choose-files.js';
import { copyColumnName } from './copy-names.js';
import type { Price } from './price/pricing.js';
import type { CheckedResult } from './run-checked.js';
import type { UsedPart } from './used-part.js';

export interface Measured {
  /** Of sources that were streamed, samples included. */
  readonly bytesRead: number;
  readonly ms: Readonly<Record<string, number>>;
  readonly dryRun: boolean;
}

/** Rows and everything that lets a reader judge them. */
export function composeAnswer({ used, columnar, road, price, warnings, badRows, ...rows }: CheckedResult, { bytesRead, ms, dryRun }: Measured): Answer {
  const files = used.flatMap(({ part }) => part.files);
  const direct = used.filter(({ part }) => part.feed === undefined && part.copy === undefined).flatMap(({ part }) => part.files);
  return {
    ...rows,
    sources: [...files.map(sourceUsed), ...columnar.flatMap(columnarSources)],
    ...tablesOf(columnar),
    types: typesOf(used, columnar.flatMap(columnarTypes)),
    warnings: [...files.flatMap(warningsOf), ...warnings, ...refusalWarning(price), ...badRowsWarning(badRows)],
    ...(badRows.count > 0 ? { badRows: { count: badRows.count, rows: badRows.rows } } : {}),
    bytesRead: bytesRead + (dryRun ? 0 : sizeOf(direct)),
    ...(dryRun ? { dryRun: { bytes: Math.min(price.bytes, sizeOf(files) + chosenBytes(columnar)), objects: files.length + columnar.flatMap((table) => table.files).length, seconds: Number(price.seconds.toPrecision(3)), road } } : {}),
    road,
    ms,
  };
}

/** Of a dry run: asked in earnest, the question would be refused. */
const refusalWarning = ({ refusal }: Price): AnswerWarning[] =>
  refusal === undefined ? [] : [{ code: refusal.code, message: [refusal.message, refusal.hint].join('. ') }];

const sizeOf = (files: readonly Inspected[]): number => files.reduce((sum, { source }) => sum + source.size, 0);

export const sourceUsed = ({ source, reading }: Inspected): SourceUsed => ({
  uri: source.uri,
  etag: source.etag,
  bytes: source.size,
  dialect: reading.dialect,
});

const chosenBytes = (columnar: readonly ChosenTable[]): number => columnar.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);

const columnarSources = ({ table: { delta }, files, unread }: ChosenTable): SourceUsed[] =>
  [...files.map(({ open }) => open.source), ...unread].map(({ uri, etag, size }) => ({ uri, etag, bytes: size, ...(delta === undefined ? {} : { table: versionedName(delta.uri, delta.version) }) }));

/** Which version of which table was asked, also when none of its files matters. */
function tablesOf(columnar: readonly ChosenTable[]): Pick<Answer, 'tables'> {
  const tables = columnar.flatMap(({ table, files }) => (table.delta === undefined ? [] : [{ name: table.viewName, ...table.delta, files: files.map(({ open }) => open.source.uri) }]));
  return tables.length === 0 ? {} : { tables };
}

/** Parquet has types, and a table of it has them in all its files. */
const columnarTypes = ({ table, columns }: ChosenTable): ColumnTrust[] =>
  [...columns].sort((a, b) => a - b).flatMap((index): ColumnTrust[] => {
    const field = table.fields[index];
    return field === undefined ? [] : [{ table: table.viewName, column: field.name, type: typeSql(field.type), trust: 'verified' }];
  });

/** Text is as it stands: there is nothing about its type that could be wrong. */
function typesOf(used: readonly UsedPart[], columnar: readonly ColumnTrust[]): Types {
  const columns = used.flatMap(({ table, part, columns }) =>
    [...columns].sort((a, b) => a - b).flatMap((index): ColumnTrust[] => {
      const column = part.reading.columns[index];
      if (column === undefined) return [];
      const trust = column.type === 'VARCHAR' ? 'verified' : trustOf(part, index, column);
      const { name, type, whenComputed } = column;
      return [{ table, column: name, type, ...(whenComputed === undefined ? {} : { typeWhenComputed: whenComputed.type }), trust }];
    }),
  );
  // What a copy answers without being scanned names no columns.
  const unnamed = used.some(({ part, columns: named }) => part.copy !== undefined && named.size === 0 && part.checking === 'sampled');
  return { trust: !unnamed && columns.every(({ trust }) => trust === 'verified') ? 'verified' : 'sampled', columns: [...columns, ...columnar] };
}

const trustOf = ({ copy, copyKey, checking }: UsedPart['part'], index: number, column: Column): ColumnTrust['trust'] =>
  copy?.columns.get(copyColumnName(copyKey, index, column)) ?? checking;

function badRowsWarning({ count, rows, replacedChars }: BadRowsFound): AnswerWarning[] {
  const warnings: AnswerWarning[] = [];
  const [first] = rows;
  if (first !== undefined) {
    const message = `${count} rows did not fit their table; the first is ${first.uri}, line ${first.line}: ${first.reason}`;
    warnings.push({ code: 'BAD_ROWS', message });
  }
  if (replacedChars > 0) warnings.push({ code: 'CHARACTERS_REPLACED', message: `${replacedChars} characters could not be decoded and stand as U+FFFD` });
  return warnings;
}

export const warningsOf = ({ source, reading }: Inspected): AnswerWarning[] =>
  reading.warnings.map(({ code, message }) => ({ code, message: `${source.uri}: ${message}` }));
