import type { Answer, AnswerColumn, JsonValue } from '../answer.js';
import { cellText } from './cell-text.js';

export interface CsvOptions {
  /**
   * Puts `'` before text that a spreadsheet would run as a formula (OWASP's list). The values are then no longer exact.
   * @default false
   */
  readonly neutralizeFormulas?: boolean;
}

/** Needs quotes for RFC 4180, or because a reader would trim it, skip it as a comment or end at it. */
const NEEDS_QUOTES = /^$|[",\r\n\0]|^[\s#]|\s$/;

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** RFC 4180 with LF and a header line, as DuckDB's COPY writes it: NULL is an empty field, empty text is `""`. */
export function formatCsv({ columns, rows }: Pick<Answer, 'columns' | 'rows'>, { neutralizeFormulas = false }: CsvOptions = {}): string {
  const field = (text: string): string => quote(neutralizeFormulas ? neutralize(text) : text);
  const value = (cell: JsonValue): string => (cell === null ? '' : field(cellText(cell)));
  const header = columns.map(({ name }: AnswerColumn) => field(name));
  return [header, ...rows.map((row) => row.map(value))].map((fields) => `${fields.join(',')}\n`).join('');
}

const quote = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const neutralize = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);
