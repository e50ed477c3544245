import { EngineError } from '../errors.js';
import { isSignificant, tokenize } from './sql-tokens.js';

/** Characters that look like a line break and are letters to DuckDB. */
const FALSE_BREAK = /[\u0085\u2028\u2029]/;

/** Far beyond what people and models write; the parser takes seconds for more. */
const MAX_SQL_CHARS = 500_000;

/**
 * The statement alone: no blanks, comments or semicolons around it, so that it can stand in parentheses. Blanks from
 * outside ASCII become plain ones, as DuckDB reads them, so that offsets in its syntax tree are offsets in this text.
 */
export function statementText(sql: string): string {
  if (sql.includes('\0')) throw refused('a NUL character', 'Remove it; chr(0) makes one within a query.');
  if (sql.length > MAX_SQL_CHARS) throw refused(`more than ${MAX_SQL_CHARS} characters`, 'Join with a file of values instead of listing them.');
  const tokens = tokenize(sql);
  const ends = tokens.flatMap((token, i) => (isSignificant(token) && token.text !== ';' ? [i] : []));
  const [first, last] = [ends[0], ends.at(-1)];
  if (first === undefined || last === undefined) {
    throw new EngineError('USAGE', 'There is no SQL to run', { hint: "Write a query, e.g. SELECT count(*) FROM 'orders.csv'." });
  }
  const kept = tokens.slice(first, last + 1);
  const odd = kept.find(({ kind, text }) => kind !== 'string' && kind !== 'quoted' && kind !== 'comment' && FALSE_BREAK.test(text));
  if (odd !== undefined) throw refused('a Unicode line separator', 'Replace it by an ordinary line break.');
  return kept.map((token) => (isSignificant(token) ? token.text : plainBlanks(token.text))).join('');
}

const plainBlanks = (text: string): string => text.replace(/[^\S\t\n\v\f\r\u2028\u2029]|[\u200b\u2060]/g, ' ');

const refused = (what: string, hint: string): EngineError => new EngineError('SQL_REFUSED', `The SQL contains ${what}`, { hint });
