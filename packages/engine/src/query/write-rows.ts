import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Scope } from '../database/database.js';
import type { Params } from '../database/protocol.js';
import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import { EngineError } from '../errors.js';
import type { Answer, AnswerColumn } from '../result/answer.js';
import type { CollectedRows } from '../result/row-basket.js';

export const FILE_FORMATS = ['csv', 'parquet', 'jsonl'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Where a whole answer goes instead of into memory. */
export interface RowsFile {
  /** In the folder that DuckDB may write to. */
  readonly path: string;
  readonly format: FileFormat;
}

const COPY_OPTIONS: Readonly<Record<FileFormat, string>> = {
  csv: 'FORMAT csv, HEADER',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
  jsonl: 'FORMAT json',
};

/** Types whose values the format would round: Parquet has no 128-bit integers, and JSON's numbers are written as DOUBLE. */
const ROUNDED: Readonly<Record<FileFormat, RegExp>> = {
  csv: /^$/,
  parquet: /^U?HUGEINT$/,
  jsonl: /^(U?HUGEINT|DECIMAL\(.*\))$/,
};

/** A limit that no answer meets. */
export const EVERY_ROW = Number.MAX_SAFE_INTEGER - 1;

export interface RowsFileOptions {
  readonly folder: string;
  readonly format: FileFormat;
  /** Of the file. */
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** How often a file that grows is looked at. */
const LOOK_EVERY_MS = 50;

/**
 * Has an answer written to a file, and lends it for as long as `use` takes.
 * @param write is told by its signal when the file grows too large
 * @throws EngineError RESULT_LIMIT
 */
export async function withRowsFile<T>(
  { folder, format, maxBytes, signal }: RowsFileOptions,
  write: (file: RowsFile, signal: AbortSignal) => Promise<Answer>,
  use: (file: { readonly path: string; readonly answer: Answer }) => Promise<T>,
): Promise<T> {
  const path = join(folder, `rows-${process.hrtime.bigint().toString(36)}.${format}`);
  const watching = new AbortController();
  const look = async (): Promise<void> => {
    if ((await sizeOf(path)) > maxBytes) watching.abort(fileTooLarge(maxBytes));
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  try {
    const answer = await write({ path, format }, AbortSignal.any([watching.signal, ...(signal === undefined ? [] : [signal])]));
    // It may have grown faster than it was looked at.
    await look();
    watching.signal.throwIfAborted();
    return await use({ path, answer });
  } finally {
    clearInterval(timer);
    await rm(path, { force: true });
  }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

const fileTooLarge = (maxBytes: number): EngineError =>
  new EngineError('RESULT_LIMIT', `The file of the result would be larger than the ${maxBytes} bytes of temporary disk allowed`, {
    hint: 'Ask for fewer rows or columns, write Parquet, which takes less, or raise --max-temp.',
  });

const ONE_ROW = { maxRows: 1, maxResultBytes: 1_000, maxCellChars: 1_000 };

/** Writes all rows of a statement; what the format would round is written as text. @returns how many rows, and none of them */
export async function writeRows(scope: Scope, sql: string, { path, format }: RowsFile, params: Params): Promise<CollectedRows> {
  const columns = await scope.describe(sql, params);
  const copy = `COPY (${exactSql(sql, columns, format)}) TO ${quoteLiteral(path)} (${COPY_OPTIONS[format]})`;
  const { rows } = await scope.rows(copy, ONE_ROW, params);
  return { columns, rows: [], rowCount: z.number().parse(rows[0]?.[0]), truncated: false };
}

function exactSql(sql: string, columns: readonly AnswerColumn[], format: FileFormat): string {
  const texts = columns.filter(({ type }) => ROUNDED[format].test(type)).map(({ name }) => quoteIdentifier(name));
  const replace = texts.length === 0 ? '' : ` REPLACE (${texts.map((name) => `CAST(${name} AS VARCHAR) AS ${name}`).join(', ')})`;
  return `SELECT *${replace} FROM (${sql}\n)`;
}
