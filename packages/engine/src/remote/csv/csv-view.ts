import type { Inspected } from '../../inspect/inspected.js';
import type { Column, Dialect } from '../../inspect/reading.js';
import { sparkName, sparkText } from '../translate/spark-text.js';
import { sparkColumnType, sparkValue } from './spark-column.js';

/** Begins what Spark says of a line that is no record as it was understood; the line follows. */
export const REMOTE_BAD_ROW = 'sluice-row:';

/**
 * Statements that make a table's files a temporary view. Spark splits the files into lines alone: what it would make of quotes, of fields too
 * many or too few, and of types, differs from what was inspected. A line is taken apart only when it is a record for certain.
 */
export function csvViewStatements(viewName: string, files: readonly Inspected[]): string[] {
  const names = columnNames(files);
  const groups = groupAlike(files);
  const lines = groups.map((group, i) => ({ group, name: `${viewName}_lines_${i + 1}` }));
  const selects = lines.map(({ group, name }) => selectSql(name, group, names));
  return [...lines.map(({ group, name }) => linesViewSql(name, group)), `CREATE OR REPLACE TEMPORARY VIEW ${sparkName(viewName)} AS ${selects.join(' UNION ALL ')}`];
}

/** Columns of all files by name, in the order in which they first come. */
export function columnNames(files: readonly Inspected[]): Column[] {
  const columns = new Map<string, Column>();
  for (const column of files.flatMap(({ reading }) => reading.columns)) if (!columns.has(column.name.toLowerCase())) columns.set(column.name.toLowerCase(), column);
  return [...columns.values()];
}

function groupAlike(files: readonly Inspected[]): [Inspected, ...Inspected[]][] {
  const groups = new Map<string, [Inspected, ...Inspected[]]>();
  for (const file of files) {
    const { dialect, columns } = file.reading;
    const key = JSON.stringify([dialect, columns.map((column) => ({ ...column, nullable: false, examples: [] }))]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups.values()];
}


/** As Spark writes that there is none. */
const NO_CHARACTER = `'\\u0000'`;

function linesViewSql(name: string, [first, ...others]: readonly [Inspected, ...Inspected[]]): string {
  const { delimiter, headerRecords } = first.reading.dialect;
  const options = {
    path: sparkText(pathList([first, ...others].map(({ source }) => source.uri))),
    header: `'${headerRecords === 1}'`,
    mode: `'FAILFAST'`,
    // Ends no field: FAILFAST fails on a line that has one.
    sep: `'\\u0001'`,
    quote: NO_CHARACTER,
    escape: NO_CHARACTER,
    lineSep: `'\\n'`,
    encoding: `'UTF-8'`,
    // Otherwise lines of nothing but blanks are left out, which may be records of nothing but empty fields.
    multiLine: `'${/\s/.test(delimiter)}'`,
  };
  const list = Object.entries(options).map(([option, value]) => `${option} ${value}`);
  return `CREATE OR REPLACE TEMPORARY VIEW ${sparkName(name)} (line STRING) USING csv OPTIONS (${list.join(', ')})`;
}

/** Exactly these files. Spark's option takes one path, in which braces hold several. */
function pathList([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return first.replace(/[*?[\]{}\\^,]/g, '\\$&');
  const all = [first, ...others];
  const bucket = /^s3[an]?:\/\/[^/]+\//.exec(first)?.[0] ?? '';
  const isShared = bucket !== '' && all.every((uri) => uri.startsWith(bucket));
  return isShared ? `${bucket}{${all.map((uri) => uri.slice(bucket.length)).join(',')}}` : `{${all.join(',')}}`;
}

function selectSql(name: string, [first]: readonly [Inspected, ...Inspected[]], columns: readonly Column[]): string {
  const { dialect, columns: own } = first.reading;
  const values = columns.map((column) => {
    const index = own.findIndex((candidate) => candidate.name.toLowerCase() === column.name.toLowerCase());
    const mine = own[index];
    const value = mine === undefined ? `CAST(NULL AS ${sparkColumnType(column.type)})` : sparkValue(`record.c${index}`, mine);
    return `${value} AS ${sparkName(column.name)}`;
  });
  return `SELECT ${values.join(', ')} FROM (SELECT ${recordSql(dialect, own.length)} AS record FROM (SELECT ${lineSql(dialect)} AS line FROM ${sparkName(name)}))`;
}

const lineSql = ({ newline }: Dialect): string => (newline === '\r\n' ? `regexp_replace(line, ${sparkText('\\r$')}, '')` : 'line');

/** The fields of a line, all as text and empty ones as NULL; fails on what is no record of so many fields for certain. */
function recordSql({ delimiter, quote }: Dialect, count: number): string {
  const schema = Array.from({ length: count }, (_, i) => `c${i} STRING`).join(', ');
  const quoted = quote === '' ? NO_CHARACTER : sparkText(quote);
  const map = `map('mode', 'FAILFAST', 'sep', ${delimiter === '\t' ? `'\\t'` : sparkText(delimiter)}, 'quote', ${quoted}, 'escape', ${quoted})`;
  const unquoted = `length(line) - length(replace(line, ${sparkText(delimiter)}, '')) = ${count - 1}`;
  const isPlain = quote === '' ? unquoted : `(instr(line, ${sparkText(quote)}) = 0 AND ${unquoted})`;
  const isRecord = quote === '' ? isPlain : `${isPlain} OR line RLIKE ${sparkText(recordPattern(delimiter, quote, count))}`;
  // A carriage return may end a line for one reader and not for the other; the other two stand for bytes that could not be read.
  const isText = `NOT line RLIKE ${sparkText('[\\r\\x{1}\\x{FFFD}\\x{0}]')}`;
  return `CASE WHEN ${isText} AND (${isRecord}) THEN from_csv(line, ${sparkText(schema)}, ${map}) ELSE raise_error(concat(${sparkText(REMOTE_BAD_ROW)}, left(line, 100))) END`;
}

/** Fields without quotes, or quoted from end to end, so many of them. Possessive: what was passed is never tried otherwise. */
function recordPattern(delimiter: string, quote: string, count: number): string {
  const [d, q] = [delimiter, quote].map((character) => character.replace(/[^\w\s]/g, '\\$&'));
  const field = `(?:${q}(?:[^${q}]++|${q}${q})*+${q}|[^${q}${d}]*+)`;
  return `^${field}(?:${d}${field}){${count - 1}}$`;
}
