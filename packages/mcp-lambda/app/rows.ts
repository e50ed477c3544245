import type { ToolResult } from './bridge.js';

export type Cell = null | boolean | number | string | readonly Cell[] | { readonly [key: string]: Cell };

export interface Column {
  readonly name: string;
  readonly type: string;
}

export interface Page {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** The first sentence of the result: how many rows, of how many. */
  readonly count: string;
  /** Of the next page. */
  readonly cursor: string | undefined;
  readonly notes: readonly string[];
}

/** What `query` answers with format json: facts in lines, and the rows in a block. */
export function readPage({ content, isError }: ToolResult): Page {
  const text = content.find(({ type }) => type === 'text')?.text ?? '';
  if (isError === true) throw new Error(text);
  const [, , json = ''] = /^(`{3,})json\n([\s\S]*?)\n\1$/m.exec(text) ?? [];
  const { columns, rows } = JSON.parse(json) as Pick<Page, 'columns' | 'rows'>;
  const count = /^(?:Rows [^.]*|[\d,]+ rows?, all of them)/m.exec(text)?.[0] ?? '';
  return { columns, rows, count, cursor: /cursor (\S+) alone/.exec(text)?.[1], notes: text.split('\n').filter((line) => /^(Warning|Types|Sources|Cost|Some values)/.test(line)) };
}

export const isNumeric = ({ type }: Column): boolean => /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|UINTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type);

export const shown = (cell: Cell): string => (typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : String(cell));

/** NULL last; numbers by value, also those that come as text because a DOUBLE would round them. */
export function compareCells(a: Cell, b: Cell, numeric: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (!numeric) return shown(a).localeCompare(shown(b), undefined, { numeric: true });
  const [x, y] = [shown(a), shown(b)];
  if (/^-?\d+$/.test(x) && /^-?\d+$/.test(y)) {
    const difference = BigInt(x) - BigInt(y);
    return difference === 0n ? 0 : difference < 0n ? -1 : 1;
  }
  return Number(x) - Number(y);
}
