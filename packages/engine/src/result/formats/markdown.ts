import type { Answer, JsonValue } from '../answer.js';
import { cellText } from './cell-text.js';
import { visibleText } from './visible-text.js';

/** Ends a cell, escapes, opens HTML, or closes the text of a link or of an image that a host would fetch. */
const ACTIVE = /[\\|]|<(?=[a-z/!?])|(?<=\])\(/gi;

/** A GitHub-flavoured table. NULL is `NULL`; nothing in a cell can end it, run as HTML or load an image. */
export function formatMarkdown({ columns, rows, truncation }: Pick<Answer, 'columns' | 'rows' | 'truncation'>): string {
  const header = columns.map(({ name }) => escape(name));
  const lines = [line(header), line(columns.map(() => '---')), ...rows.map((row) => line(row.map(cell)))];
  if (truncation !== undefined) lines.push('', escape(truncation.message));
  return `${lines.join('\n')}\n`;
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const cell = (value: JsonValue): string => (value === null ? 'NULL' : escape(cellText(value)));

const escape = (text: string): string => visibleText(text).replaceAll(ACTIVE, '\\$&');
