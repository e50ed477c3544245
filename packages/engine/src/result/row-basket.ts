import type { Answer, JsonRow, Truncation } from './answer.js';
import { cutCell } from './cut-cell.js';

/** Bounds on an answer. See `Limits` in `limits.ts` for their defaults. */
export interface RowLimits {
  readonly maxRows: number;
  /** UTF-8 bytes of the rows as JSON. A first row that alone is larger has its cells cut until it fits. */
  readonly maxResultBytes: number;
  readonly maxCellChars: number;
}

export type CollectedRows = Pick<Answer, 'columns' | 'rows' | 'rowCount' | 'truncated' | 'truncation'>;

/** No cell of a first row too wide for the answer is cut shorter than this. */
const MIN_CELL_CHARS = 16;

/** Takes rows until a limit is met, and says which. */
export class RowBasket {
  readonly #rows: JsonRow[] = [];
  readonly #limits: RowLimits;
  /** Of `[` and `]` around all rows; every row brings its comma or, the first, one byte of the two. */
  #bytes = 1;
  #cutCells = 0;
  #missing: 'rows' | 'bytes' | undefined;

  constructor(limits: RowLimits) {
    this.#limits = limits;
  }

  /** Some row did not fit: no later one will be taken. */
  get full(): boolean {
    return this.#missing !== undefined;
  }

  add(cells: JsonRow): void {
    const { maxRows, maxResultBytes, maxCellChars } = this.#limits;
    if (this.#rows.length >= maxRows) {
      this.#missing = 'rows';
      return;
    }
    const room = maxResultBytes - this.#bytes;
    const row = this.#rows.length === 0 ? firstRow(cells, room, maxCellChars) : cutRow(cells, maxCellChars);
    const bytes = rowBytes(row);
    if (this.#rows.length > 0 && bytes > room) {
      this.#missing = 'bytes';
      return;
    }
    this.#rows.push(row);
    this.#bytes += bytes;
    this.#cutCells += row.filter((cell, index) => cell !== cells[index]).length;
  }

  collected(): Omit<CollectedRows, 'columns'> {
    const truncation = this.#truncation();
    return { rows: this.#rows, rowCount: this.#rows.length, truncated: truncation !== undefined, ...(truncation && { truncation }) };
  }

  #truncation(): Truncation | undefined {
    const messages: string[] = [];
    if (this.#missing !== undefined) messages.push(this.#missingMessage(this.#missing));
    if (this.#cutCells > 0) messages.push(`${count(this.#cutCells, 'value was', 'values were')} cut, marked …[+N chars].`);
    if (messages.length === 0) return undefined;
    return { reason: this.#missing ?? 'cells', message: messages.join(' ') };
  }

  #missingMessage(limit: 'rows' | 'bytes'): string {
    const here = `Only the first ${count(this.#rows.length, 'row is', 'rows are')} here`;
    if (limit === 'rows') return `${here}, as many as allowed; there are more.`;
    return `${here}: more would pass ${this.#limits.maxResultBytes.toLocaleString('en-US')} bytes, the most allowed.`;
  }
}

const cutRow = (row: JsonRow, maxChars: number): JsonRow => row.map((cell) => cutCell(cell, maxChars));

/** JSON bytes with the comma or bracket beside it. */
const rowBytes = (row: JsonRow): number => Buffer.byteLength(JSON.stringify(row)) + 1;

/** Cuts cells shorter and shorter until the row fits, so that even a very wide table shows one. */
function firstRow(cells: JsonRow, room: number, maxCellChars: number): JsonRow {
  let row = cutRow(cells, maxCellChars);
  for (let chars = maxCellChars; rowBytes(row) > room && chars > MIN_CELL_CHARS; ) {
    chars = Math.max(MIN_CELL_CHARS, Math.floor(chars / 2));
    row = cutRow(cells, chars);
  }
  return row;
}

const count = (n: number, one: string, many: string): string => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
