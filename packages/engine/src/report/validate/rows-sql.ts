import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';

export interface SourceToRead {
  readonly uris: readonly string[];
  /** Texts that mean "no value". Without `''` among them, an empty field is a text of no characters. */
  readonly missing: readonly string[];
}

/** Every field as the text it is: what a reader would make of it is what the checks are there to find out. */
export const sourceSql = (uris: readonly string[]): string => `read_csv([${uris.map(quoteLiteral).join(', ')}], all_varchar = true)`;

/** The source's rows with their number `r`, and of every column its text `t0`, `t1`, … and its value `v0`, …: NULL where missing. */
export function rowsSql({ uris, missing }: SourceToRead, columns: readonly string[]): string {
  const texts = columns.map((column, i) => `${quoteIdentifier(column)} AS t${i}`);
  const values = columns.map((_, i) => `${presentSql(`t${i}`, missing)} AS v${i}`);
  return `(SELECT *${values.map((value) => `, ${value}`).join('')} FROM (SELECT ${['row_number() OVER () AS r', ...texts].join(', ')} FROM ${sourceSql(uris)}))`;
}

/** A sample shows so much of a value; one character more tells a cut one. */
export const MAX_SAMPLE_CHARS = 200;

/** A row of a sample, `{'row': 3, 'texts': ['a', NULL]}`. @param texts positions of the columns to show */
export function sampleSql(texts: Iterable<number>, fields: readonly string[] = []): string {
  const shown = Array.from(texts, (i) => `left(t${i}, ${MAX_SAMPLE_CHARS + 1})`);
  return `{${["'row': r", ...fields, `'texts': [${shown.join(', ')}]`].join(', ')}}`;
}

/** The first of them: structs are ordered by their first field. NULLs are left out. */
export const firstSql = (sample: string, count: number): string => `min(${sample}, ${count})`;

function presentSql(text: string, missing: readonly string[]): string {
  const markers = missing.filter((marker) => marker !== '').map(quoteLiteral);
  const value = missing.includes('') ? text : `coalesce(${text}, '')`;
  return markers.length === 0 ? value : `CASE WHEN ${text} IN (${markers.join(', ')}) THEN NULL ELSE ${value} END`;
}
