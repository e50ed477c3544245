import { createHash } from 'node:crypto';
import type { EngineChoice, SourceUsed, SqlDialect } from '@sluice/engine';
import { ToolError } from '../tool/tool-error.js';

/** A question as a caller asks it. */
export interface AskedQuestion {
  readonly sql: string;
  readonly tables?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly params?: Params | undefined;
  readonly badRows?: 'error' | 'skip' | 'only' | undefined;
  readonly engine?: EngineChoice | undefined;
  readonly dialect?: SqlDialect | undefined;
}

export type Params = readonly ParamValue[] | Readonly<Record<string, ParamValue>>;
type ParamValue = string | number | boolean | null;

/**
 * Where the next page begins. It is made of what it stands for, so that any server can tell whether its own run of the question
 * gives the same rows: `question` and `version` of the sources are hashes, as is `prefix`, all rows before `offset`.
 */
export interface Cursor {
  readonly question: string;
  readonly version: string;
  readonly offset: number;
  readonly prefix: string;
}

/** Neither vowels, so no words, nor characters that are easily taken for another. */
const ALPHABET = '23456789bcdfghjkmnpqrstvwxyz';
const ID_CHARS = 5;
const PREFIX_CHARS = 4;
const PATTERN = new RegExp(`^([${ALPHABET}]{${ID_CHARS}})([${ALPHABET}]{${ID_CHARS}})-(\\d{1,9})-([${ALPHABET}]{${PREFIX_CHARS}})$`);

/** For example `7k3mq9vd2x-200-x4f2`: short, and copied without fault. */
export const formatCursor = ({ question, version, offset, prefix }: Cursor): string => `${question}${version}-${offset}-${prefix}`;

/** @throws ToolError CURSOR_INVALID */
export function parseCursor(text: string): Cursor {
  const [, question, version, offset, prefix] = PATTERN.exec(text.trim()) ?? [];
  if (question === undefined || version === undefined || offset === undefined || prefix === undefined) {
    throw new ToolError('CURSOR_INVALID', `${JSON.stringify(text.slice(0, 60))} is no cursor`, 'Copy the cursor of the page before exactly, for example 7k3mq9vd2x-200-x4f2, or leave it out to begin again.');
  }
  return { question, version, offset: Number(offset), prefix };
}

/** What a question's results are kept under, together with the version of its sources. */
export const questionId = ({ sql, tables = {}, params = [], badRows = 'error', engine = 'auto', dialect = 'duckdb' }: AskedQuestion): string =>
  shortText(hashOf([sql.trim(), sorted(tables), Array.isArray(params) ? params : sorted(params), badRows, engine, dialect]), ID_CHARS);

/** Of the objects that were read, in the versions that were read. How many of a table's files are read depends on the page, its version does not. */
export const versionId = (sources: readonly SourceUsed[]): string =>
  shortText(hashOf([...new Set(sources.map(({ uri, etag, table }) => table ?? JSON.stringify([uri, etag])))]), ID_CHARS);

export const prefixId = (hash: Buffer): string => shortText(hash, PREFIX_CHARS);

const hashOf = (value: unknown): Buffer => createHash('sha256').update(JSON.stringify(value)).digest();

const sorted = (record: object): [string, unknown][] => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

function shortText(hash: Buffer, chars: number): string {
  return Array.from(hash.subarray(0, chars), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
