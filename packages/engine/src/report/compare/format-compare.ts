import type { JsonRow, JsonValue } from '../../result/answer.js';
import type { Format, FormatOptions } from '../../result/formats/format-answer.js';
import { cellText } from '../../result/formats/cell-text.js';
import { formatRecords, type FlatRecord } from '../../result/formats/format-records.js';
import { visibleText } from '../../result/formats/visible-text.js';
import type { CompareReport, RowComparison, SchemaComparison } from './compare-report.js';
import { plural, verdictLine } from './verdict-line.js';

/**
 * A report as text. `json` has all of it; `table` and `markdown` show it in sections; `csv` and `jsonl` list the
 * differences, rows by their samples, and leave the counts and the verdict to whoever writes them.
 */
export function formatCompare(report: CompareReport, format: Format, options: FormatOptions = {}): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === 'csv' || format === 'jsonl') return formatDifferences(differences(report), format, options);
  const sections = sectionsOf(report).filter(({ records }) => records.length > 0);
  const heading = (text: string): string => (format === 'markdown' ? `### ${text}\n\n` : `${text}\n`);
  const verdict = `${visibleText(verdictLine(report))}\n`;
  return [verdict, ...sections.map(({ title, records }) => heading(title) + formatRecords(records, format, options))].join('\n');
}

/** No difference still has a header: a reader of CSV expects the same columns every time. */
function formatDifferences(records: readonly FlatRecord[], format: 'csv' | 'jsonl', options: FormatOptions): string {
  if (records.length > 0) return formatRecords(records, format, options);
  return format === 'csv' ? `${FIELDS.join(',')}\n` : '';
}

const FIELDS = ['difference', 'key', 'column', 'left', 'right'] as const;

interface Section {
  readonly title: string;
  readonly records: readonly FlatRecord[];
}

const sectionsOf = ({ schema, rows }: CompareReport): Section[] => [
  { title: 'Columns that differ', records: schema === undefined ? [] : schemaRecords(schema).map(shown) },
  ...(rows === undefined
    ? []
    : [
        { title: 'Rows', records: countRecords(rows) },
        { title: 'Changed rows by column', records: columnRecords(rows) },
        { title: 'Samples', records: sampleRecords(rows).map(shown) },
      ]),
];

const differences = ({ schema, rows }: CompareReport): FlatRecord[] => [
  ...(schema === undefined ? [] : schemaRecords(schema)),
  ...(rows === undefined ? [] : sampleRecords(rows)),
].map((record: FlatRecord) => Object.fromEntries(FIELDS.map((field) => [field, record[field] ?? null])));

function schemaRecords({ onlyLeft, onlyRight, typeChanges, nameChanges, sameOrder }: SchemaComparison): FlatRecord[] {
  return [
    ...onlyLeft.map(({ name, type }) => ({ difference: 'only left', column: name, left: type, right: null })),
    ...onlyRight.map(({ name, type }) => ({ difference: 'only right', column: name, left: null, right: type })),
    ...typeChanges.map(({ column, left, right }) => ({ difference: 'type', column, left, right })),
    ...nameChanges.map(({ left, right }) => ({ difference: 'capitals', column: left, left, right })),
    ...(sameOrder ? [] : [{ difference: 'order', column: null, left: null, right: null }]),
  ];
}

function countRecords({ leftRows, rightRows, same, changed, added, removed, nullKeys, duplicateKeys }: RowComparison): FlatRecord[] {
  const records = [
    { rows: 'all', left: leftRows, right: rightRows },
    { rows: 'same', left: same, right: same },
    { rows: 'changed', left: changed, right: changed },
    { rows: 'added', left: 0, right: added },
    { rows: 'removed', left: removed, right: 0 },
    { rows: 'not compared: NULL in the key', left: nullKeys.left, right: nullKeys.right },
    { rows: 'not compared: duplicate keys', left: duplicateKeys.leftRows, right: duplicateKeys.rightRows },
  ];
  return records.filter(({ rows, left, right }) => !rows.startsWith('not') || left + right > 0);
}

const columnRecords = ({ columns }: RowComparison): FlatRecord[] =>
  columns
    .filter(({ changedRows }) => changedRows > 0)
    .map(({ name, changedRows, comparedAs }) => ({ column: name, 'changed rows': changedRows, 'compared as': comparedAs }));

function sampleRecords({ key, columns, samples, duplicateKeys }: RowComparison): FlatRecord[] {
  const keyOf = (values: JsonRow): JsonValue => (key.length === 1 ? (values[0] ?? null) : named(key, values));
  const row = (values: JsonRow): JsonValue => named(columns.map(({ name }) => name), values);
  return [
    ...samples.changed.flatMap((sample) => sample.changes.map((change) => ({ difference: 'changed', key: keyOf(sample.key), ...change }))),
    ...samples.added.map((sample) => ({ difference: 'added', key: keyOf(sample.key), column: null, left: null, right: row(sample.values) })),
    ...samples.removed.map((sample) => ({ difference: 'removed', key: keyOf(sample.key), column: null, left: row(sample.values), right: null })),
    ...duplicateKeys.samples.map((sample) => ({
      difference: 'duplicate key', key: keyOf(sample.key), column: null, left: plural(sample.leftRows, 'row'), right: plural(sample.rightRows, 'row'),
    })),
  ];
}

/** Values as text, so that no column is taken for one of numbers; NULL stands only where it is a value. */
const shown = (record: FlatRecord): FlatRecord =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, value === null ? (record.difference === 'changed' && name !== 'column' ? null : '') : cellText(value)]),
  );

const named = (names: readonly string[], values: JsonRow): JsonValue => Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]));
