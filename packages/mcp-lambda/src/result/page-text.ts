import { cutCell, cutText, formatCsv, formatMarkdown, visibleText, type AnswerColumn, type JsonRow, type JsonValue } from '@sluice/engine';

export const ROW_FORMATS = ['csv', 'markdown', 'json'] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/** As many rows as fit, as text that cannot act on whoever reads it. */
export interface PageText {
  readonly text: string;
  readonly rows: number;
  /** Columns left out on the right, because even one row of all would be too much. */
  readonly hiddenColumns: number;
  readonly cutCells: boolean;
}

interface Layout {
  readonly head: string;
  /** One a row. */
  readonly lines: readonly string[];
  readonly between: string;
  readonly tail: string;
}

type LayOut = (columns: readonly AnswerColumn[], rows: readonly JsonRow[]) => Layout;

/** No cell has a newline in it any more, so that every row is a line. */
const LAYOUTS: Readonly<Record<RowFormat, LayOut>> = {
  csv: (columns, rows) => ofLines(formatCsv({ columns, rows }), 1),
  markdown: (columns, rows) => ofLines(formatMarkdown({ columns, rows }), 2),
  json: (columns, rows) => ({
    head: `{"columns":${JSON.stringify(columns.map(({ name, type }) => ({ name, type })))},"rows":[`,
    lines: rows.map((row) => JSON.stringify(row)),
    between: ',',
    tail: ']}',
  }),
};

function ofLines(text: string, headLines: number): Layout {
  const lines = text.split('\n').slice(0, -1);
  return { head: lines.slice(0, headLines).map((line) => `${line}\n`).join(''), lines: lines.slice(headLines), between: '\n', tail: '' };
}

/** At least one row, however wide: its cells are cut shorter, and columns left out before that. */
export function pageText(columns: readonly AnswerColumn[], rows: readonly JsonRow[], format: RowFormat, maxChars: number): PageText {
  const shown = columnsThatFit(columns, maxChars / 2);
  const head = columns.slice(0, shown).map(({ name, type }) => ({ name: shortName(name), type }));
  const harmless = rows.slice(0, 1 + maxChars / shown).map((row) => row.slice(0, shown).map(visibleCell));
  const layout = LAYOUTS[format](head, harmless);
  const count = linesThatFit(layout, maxChars);
  const hiddenColumns = columns.length - shown;
  const [first] = harmless;
  if (count > 0 || first === undefined) return { text: textOf({ ...layout, lines: layout.lines.slice(0, count) }), rows: count, hiddenColumns, cutCells: false };
  return { text: textOf(LAYOUTS[format](head, [cutToFit(first, (row) => textOf(LAYOUTS[format](head, [row])).length <= maxChars)])), rows: 1, hiddenColumns, cutCells: true };
}

const textOf = ({ head, lines, between, tail }: Layout): string => head + lines.join(between) + tail;

function linesThatFit({ head, lines, between, tail }: Layout, maxChars: number): number {
  let room = maxChars - head.length - tail.length;
  const over = lines.findIndex((line) => (room -= line.length + between.length) < 0);
  return over < 0 ? lines.length : over;
}

const MIN_CELL_CHARS = 16;
const MAX_NAME_CHARS = 200;

/** A header can be as hostile as a cell. */
export const shortName = (name: string): string => cutText(visibleText(name), MAX_NAME_CHARS);

/** So many that each can have a name, a type and a few characters. */
function columnsThatFit(columns: readonly AnswerColumn[], maxChars: number): number {
  let room = maxChars;
  const over = columns.findIndex(({ name, type }) => (room -= Math.min(name.length, MAX_NAME_CHARS) + type.length + MIN_CELL_CHARS + 8) < 0);
  return over < 0 ? columns.length : Math.max(1, over);
}

function cutToFit(row: JsonRow, fits: (row: JsonRow) => boolean): JsonRow {
  let cut = row;
  for (let chars = 4_096; chars >= MIN_CELL_CHARS && !fits(cut); chars /= 2) cut = row.map((cell) => cutCell(cell, chars));
  return cut;
}

/** Numbers stay as they are; every text that a file may have put there is made visible. */
function visibleCell(value: JsonValue): JsonValue {
  if (typeof value === 'string') return visibleText(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(visibleCell);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [visibleText(key), visibleCell(inner)]));
}
