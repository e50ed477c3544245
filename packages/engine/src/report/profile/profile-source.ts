import { nearest } from '../../decode/nearest.js';
import { EngineError } from '../../errors.js';
import type { Answer } from '../../result/answer.js';
import { profiledColumn, type ProfiledColumn } from './column-axis.js';
import { composeProfile } from './compose-profile.js';
import { detailSql, readDetailed } from './detail-sql.js';
import { columnChecks, pairChecks, sampledOneIn, knownKeys } from './key-checks.js';
import { measureSql, readMeasured, type Measured } from './measure-sql.js';
import { SOURCE_TABLE, type ProfiledRows } from './profile-source-sql.js';
import type { Accuracy, Profile } from './profile.js';

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
  const asking = async (sql: string): Promise<Answer> => complete(await ask(sql, { [SOURCE_TABLE]: source }));
  // One row, so that the answer names the source's objects and their sizes.
  const sample = await ask(`SELECT * FROM ${SOURCE_TABLE} LIMIT 1`, { [SOURCE_TABLE]: source });
  const columns = chooseColumns(sample.columns, request.columns).map(profiledColumn);
  const scan = { columns, where };
  const first =
    accuracy === 'auto' ? await measureAsAble(asking, scan, { topK, exact: textBytes(sample) <= MAX_EXACT_BYTES }) : await measure(asking, scan, { topK, accuracy });
  const { rows, measured } = first;
  const isExact = first.accuracy === 'exact';
  const keys = isExact ? knownKeys(rows.columns, measured) : [];
  const keyChecks = !isExact ? columnChecks(rows.columns, measured) : keys.length === 0 ? pairChecks(rows.columns, measured) : [];
  const duplicatesOneIn = isExact ? undefined : sampledOneIn(measured.rows);
  const second = await asking(detailSql(rows, measured, { bins, keyChecks, duplicatesOneIn }));
  assertSameSources(first.answer, second);
  const detailed = readDetailed(second.rows[0], rows.columns.length, keyChecks.length);
  return composeProfile({ ...first, keys, keyChecks, detailed, topK, answers: [first.answer, second] });
}

interface FirstScan {
  readonly accuracy: Accuracy;
  /** With the types that the columns turned out to have. */
  readonly rows: ProfiledRows;
  readonly measured: Measured;
  readonly answer: Answer;
}

interface AbleOptions {
  readonly topK: number;
  readonly exact: boolean;
}

/** Exact where that is light; should memory not suffice after all, approximate. */
async function measureAsAble(ask: (sql: string) => Promise<Answer>, rows: ProfiledRows, { topK, exact }: AbleOptions): Promise<FirstScan> {
  if (!exact) return await measure(ask, rows, { topK, accuracy: 'approximate' });
  try {
    return await measure(ask, rows, { topK, accuracy: 'exact' });
  } catch (error) {
    const isTooMuch = error instanceof EngineError && (error.code === 'MEMORY_LIMIT' || error.code === 'TEMP_DISK_LIMIT');
    if (!isTooMuch) throw error;
    return await measure(ask, rows, { topK, accuracy: 'approximate' });
  }
}

async function measure(ask: (sql: string) => Promise<Answer>, rows: ProfiledRows, options: { topK: number; accuracy: Accuracy }): Promise<FirstScan> {
  const answer = await ask(measureSql(rows, options));
  const retyped = withTypes(rows, answer);
  // Asked again, the engine widens the same columns, for the same values, and the statement then expects their types.
  if (retyped !== undefined) return await measure(ask, retyped, options);
  return { accuracy: options.accuracy, rows, measured: readMeasured(answer.rows[0], rows.columns.length), answer };
}

/** The columns with the types they were read with; undefined where those are the expected ones. */
function withTypes(rows: ProfiledRows, { types }: Answer): ProfiledRows | undefined {
  const read = new Map(types.columns.filter(({ table }) => table === SOURCE_TABLE).map(({ column, type }) => [column, type]));
  const columns = rows.columns.map((column, index): ProfiledColumn => {
    const type = read.get(column.name) ?? column.type;
    return type === column.type ? column : profiledColumn({ name: column.name, type }, index);
  });
  return columns.some((column, index) => column !== rows.columns[index]) ? { ...rows, columns } : undefined;
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

function assertSameSources(first: Answer, second: Answer): void {
  const versions = ({ sources }: Answer): string => sources.map(({ uri, etag }) => `${uri}\0${etag}`).sort().join('\0');
  if (versions(first) === versions(second)) return;
  throw new EngineError('SOURCE_CHANGED', 'The source changed between the two scans of its profile', { hint: 'Ask again.' });
}

function checkCount(what: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new EngineError('USAGE', `${what} is ${value}`, { hint: `Give a whole number from 1 to ${most}.` });
}
