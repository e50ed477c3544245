import { nearest } from '../../decode/nearest.js';
import { EngineError } from '../../errors.js';
import type { Answer } from '../../result/answer.js';
import { profiledColumn } from './column-axis.js';
import { composeProfile } from './compose-profile.js';
import { SOURCE_TABLE } from './profile-source-sql.js';
import type { Accuracy, Profile } from './profile.js';
import { detail, measure, measureAsAble } from './scans.js';

/** `engine.query` without its options: a statement over tables by alias. */
export type Ask = (sql: string, tables: Readonly<Record<string, string | readonly string[]>>) => Promise<Answer>;

export interface ProfileRequest {
  /** Files, patterns or `s3://` URIs that make up the table. */
  readonly source: string | readonly string[];
  /** @default all */
  readonly columns?: readonly string[];
  /** An SQL expression: only rows for which it holds are profiled. */
  readonly where?: string;
  /** Values listed for each column. @default 10 */
  readonly topK?: number;
  /** Bins of a histogram at most. @default 20 */
  readonly bins?: number;
  /** @default 'auto': exact as long as the source has at most 50 MB of text, and its figures fit into memory */
  readonly accuracy?: 'auto' | Accuracy;
}

const DEFAULTS = { topK: 10, bins: 20, accuracy: 'auto' } as const;
const MAX_TOP = 100;
const MAX_BINS = 500;
/** Exact figures take up to ten times the text's bytes of memory. */
const MAX_EXACT_BYTES = 50_000_000;
/** Bytes of text from a byte that is packed, roughly. */
const PACKED = 8;

/**
 * Profiles a table in two scans: what the second one counts depends on the extremes and quartiles that the first one finds.
 * @throws EngineError UNKNOWN_COLUMN, USAGE, SOURCE_CHANGED, or whatever `ask` throws
 */
export async function profileSource(ask: Ask, request: ProfileRequest): Promise<Profile> {
  const { source, where, topK, bins, accuracy } = { ...DEFAULTS, ...request };
  checkCount('topK', topK, MAX_TOP);
  checkCount('bins', bins, MAX_BINS);
  // One row, so that the answer names the source's objects and their sizes; from a subquery, so that columns have their types.
  const sample = await ask(`SELECT * FROM (FROM ${SOURCE_TABLE}) LIMIT 1`, { [SOURCE_TABLE]: source });
  const rows = { columns: chooseColumns(sample.columns, request.columns).map(profiledColumn), where };
  const scanner = { ask: async (sql: string) => complete(await ask(sql, { [SOURCE_TABLE]: source })), topK };
  const isSmall = textBytes(sample) <= MAX_EXACT_BYTES;
  const first = accuracy === 'auto' && isSmall ? await measureAsAble(scanner, rows) : await measure(scanner, rows, accuracy === 'exact' ? 'exact' : 'approximate');
  const second = await detail(scanner, first, bins);
  assertSameSources([...first.answers, ...second.answers]);
  return composeProfile({ ...first, ...second, topK, answers: [...first.answers, ...second.answers] });
}

function chooseColumns(all: Answer['columns'], names: readonly string[] | undefined): Answer['columns'] {
  if (names === undefined || names.length === 0) return all;
  return names.map((name) => {
    const found = all.find((column) => column.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found;
    const [like] = nearest(name.slice(0, 64), all.map((column) => column.name), 1);
    throw new EngineError('UNKNOWN_COLUMN', `There is no column ${JSON.stringify(name)}`, { hint: `Did you mean ${JSON.stringify(like ?? '')}?` });
  });
}

const textBytes = ({ sources }: Answer): number =>
  sources.reduce((sum, { uri, bytes }) => sum + bytes * (/\.(gz|gzip|zst|zstd)$/i.test(uri) ? PACKED : 1), 0);

/** A report from a cut row would be wrong without a sign of it. */
function complete(answer: Answer): Answer {
  if (!answer.truncated) return answer;
  throw new EngineError('RESULT_LIMIT', 'The profile of so many columns is larger than a result may be', {
    hint: 'Profile fewer columns at once, list fewer values, or raise --max-result.',
  });
}

function assertSameSources(answers: readonly Answer[]): void {
  const versions = ({ sources }: Answer): string => sources.map(({ uri, etag }) => `${uri}\0${etag}`).sort().join('\0');
  if (new Set(answers.map(versions)).size === 1) return;
  throw new EngineError('SOURCE_CHANGED', 'The source changed between the scans of its profile', { hint: 'Ask again.' });
}

function checkCount(what: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new EngineError('USAGE', `${what} is ${value}`, { hint: `Give a whole number from 1 to ${most}.` });
}
