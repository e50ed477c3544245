import { badRowError } from '../feed/normalise.js';
import type { BadRow } from '../inspect/bad-row.js';
import type { Inspected } from '../inspect/inspected.js';
import type { Column } from '../inspect/reading.js';
import type { TableFiles } from './table-files.js';

/** `error`: the first one ends the question. `skip`: answer without them, and count them. `only`: they are the rows. */
export type BadRowsMode = 'error' | 'skip' | 'only';

export interface BadRowsFound {
  /** Characters that could not be decoded and became U+FFFD, on request. */
  readonly replacedChars: number;
  readonly count: number;
  /** The first of them. */
  readonly rows: readonly BadRow[];
}

const KEPT = 50;

/** What becomes of rows that do not fit their table, and which there were, for one attempt at a question. */
export class BadRows {
  readonly mode: BadRowsMode;
  readonly #rows: BadRow[] = [];
  #count = 0;
  #replacedChars = 0;

  constructor(mode: BadRowsMode) {
    this.mode = mode;
  }

  readonly report = (row: BadRow): void => {
    if (this.mode === 'error') throw badRowError(row);
    this.#count += 1;
    if (this.#rows.length < KEPT) this.#rows.push(row);
  };

  readonly replaced = (count: number): void => {
    this.#replacedChars += count;
  };

  /** Files to be parsed here instead of by DuckDB, which can leave rows out but not tell which. */
  prepare(tables: readonly TableFiles[]): readonly TableFiles[] {
    if (this.mode === 'error') return tables;
    return tables.map((table) => ({ ...table, files: table.files.map((file) => this.#prepareFile(file)) }));
  }

  found(): BadRowsFound {
    return { count: this.#count, rows: this.#rows, replacedChars: this.#replacedChars };
  }

  #prepareFile(file: Inspected): Inspected {
    const own = { ...file, parser: 'own' } as const;
    return this.mode === 'skip' ? own : { ...own, judgedBy: file.reading, reading: { ...file.reading, columns: BAD_ROW_COLUMNS } };
  }
}

const textColumn = (name: string): Column => ({ name, type: 'VARCHAR', nullable: false, examples: [] });

/** What `only` makes of every table, in the order in which `normalise` writes bad rows. */
const BAD_ROW_COLUMNS: readonly Column[] = [
  textColumn('file'),
  { name: 'line', type: 'BIGINT', nullable: false, examples: [] },
  textColumn('reason'),
  textColumn('text'),
];
