import picocolors from 'picocolors';
import type { Answer, JsonValue } from '../answer.js';
import { cellText } from './cell-text.js';
import { fitWidths, type WidthRange } from './column-widths.js';
import { displayWidth, pad, shorten } from './display-width.js';
import { visibleText } from './visible-text.js';

export interface TableOptions {
  /** Columns of the terminal. @default 120 */
  readonly width?: number;
  /** @default false */
  readonly color?: boolean;
  /** Say below how many rows there are, and what is missing. @default true */
  readonly footer?: boolean;
  /** Box-drawing lines instead of ASCII ones. @default true */
  readonly unicode?: boolean;
}

interface Lines {
  readonly horizontal: string;
  readonly vertical: string;
  /** Left end, crossing, right end. */
  readonly top: readonly [string, string, string];
  readonly middle: readonly [string, string, string];
  readonly bottom: readonly [string, string, string];
}

const UNICODE: Lines = { horizontal: '─', vertical: '│', top: ['┌', '┬', '┐'], middle: ['├', '┼', '┤'], bottom: ['└', '┴', '┘'] };
const ASCII: Lines = { horizontal: '-', vertical: '|', top: ['+', '+', '+'], middle: ['+', '+', '+'], bottom: ['+', '+', '+'] };

/** Text columns may be made this narrow before columns at the end are left out. */
const MIN_WIDTH = 8;

const NUMERIC = /^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|BIGNUM|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/** A table for a terminal: cells are shortened to its width, numbers stand right, nothing in a cell can steer the terminal. */
export function formatTable(answer: Answer, { width = 120, color = false, unicode = true, footer: hasFooter = true }: TableOptions = {}): string {
  const colors = picocolors.createColors(color);
  const lines = unicode ? UNICODE : ASCII;
  const header = answer.columns.map(({ name }) => shorten(visibleText(name), width));
  const body = answer.rows.map((row) => row.map((value) => shorten(shown(value), width)));
  const aligns = answer.columns.map(({ type }) => (NUMERIC.test(type) ? 'right' : 'left'));
  const widths = fitWidths(header.map((name, index) => widthRange(name, body.map((row) => row[index] ?? ''), aligns[index] === 'right')), width);
  const cell = (text: string, index: number): string => pad(shorten(text, widths[index] ?? 0), widths[index] ?? 0, aligns[index] ?? 'left');
  const rule = ([left, crossing, right]: Lines['top']): string =>
    colors.dim(left + widths.map((w) => lines.horizontal.repeat(w + 2)).join(crossing) + right);
  const line = (cells: readonly string[]): string => {
    const border = colors.dim(lines.vertical);
    return `${border} ${cells.slice(0, widths.length).join(` ${border} `)} ${border}`;
  };
  const dimNull = (text: string, value: JsonValue | undefined): string => (value === null ? colors.dim(text) : text);
  return [
    rule(lines.top),
    line(header.map((name, index) => colors.bold(cell(name, index)))),
    rule(lines.middle),
    ...body.map((texts, row) => line(texts.map((text, index) => dimNull(cell(text, index), answer.rows[row]?.[index])))),
    rule(lines.bottom),
    ...(hasFooter ? footer(answer, widths.length).map((note) => colors.dim(note)) : []),
    '',
  ].join('\n');
}

const shown = (value: JsonValue): string => (value === null ? 'NULL' : visibleText(cellText(value)));

function widthRange(name: string, cells: readonly string[], isNumber: boolean): WidthRange {
  const ofCells = cells.reduce((widest, cell) => Math.max(widest, displayWidth(cell)), 1);
  const natural = Math.max(ofCells, displayWidth(name));
  // The first digits of a number look like another number: it is shown whole, or its column not at all.
  return { natural, least: isNumber ? Math.max(ofCells, Math.min(natural, MIN_WIDTH)) : Math.min(natural, MIN_WIDTH) };
}

function footer({ rowCount, columns, truncation }: Answer, shownColumns: number): string[] {
  const notes = [`${rowCount.toLocaleString('en-US')} ${rowCount === 1 ? 'row' : 'rows'}`];
  if (truncation !== undefined) notes.push(truncation.message);
  if (shownColumns < columns.length) {
    notes.push(`${shownColumns} of ${columns.length} columns fit this width; ask for fewer, or for another format.`);
  }
  return notes;
}
