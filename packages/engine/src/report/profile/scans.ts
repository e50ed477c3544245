import { EngineError } from '../../errors.js';
import type { Answer } from '../../result/answer.js';
import { profiledColumn, type ProfiledColumn } from './column-axis.js';
import { detailSql, readDetailed, type Detailed } from './detail-sql.js';
import { columnChecks, knownKeys, pairChecks, sampledOneIn, type KeyCheck } from './key-checks.js';
import { measureSql, readMeasured, type Measured } from './measure-sql.js';
import { SOURCE_TABLE, type ProfiledRows } from './profile-source-sql.js';
import type { Accuracy, CandidateKey } from './profile.js';

export interface Scanner {
  readonly ask: (sql: string) => Promise<Answer>;
  readonly topK: number;
}

export interface FirstScan {
  readonly accuracy: Accuracy;
  /** With the types that the columns turned out to have. */
  readonly rows: ProfiledRows;
  readonly measured: Measured;
  readonly answers: readonly Answer[];
}

export interface SecondScan {
  readonly detailed: Detailed;
  /** Keys that needed no check. */
  readonly keys: readonly CandidateKey[];
  readonly keyChecks: readonly KeyCheck[];
  readonly answers: readonly Answer[];
}

/** More columns are scanned in batches: each adds to a statement's length, and to its memory. */
const MAX_BATCH = 50;
const MAX_BATCH_VALUES = 400;

/** Exact, or approximate should memory not suffice. */
export async function measureAsAble(scanner: Scanner, rows: ProfiledRows): Promise<FirstScan> {
  try {
    return await measure(scanner, rows, 'exact');
  } catch (error) {
    const isTooMuch = error instanceof EngineError && (error.code === 'MEMORY_LIMIT' || error.code === 'TEMP_DISK_LIMIT');
    if (!isTooMuch) throw error;
    return await measure(scanner, rows, 'approximate');
  }
}

export async function measure(scanner: Scanner, rows: ProfiledRows, accuracy: Accuracy): Promise<FirstScan> {
  const answers: Answer[] = [];
  const parts: Measured[] = [];
  for (const batch of batches(rows, scanner)) {
    const answer = await scanner.ask(measureSql(rows, { accuracy, topK: scanner.topK, batch, countRows: answers.length === 0 }));
    const retyped = withTypes(rows, answer);
    // Asked again, the engine widens the same columns, for the same values, and the statement then expects their types.
    if (retyped !== undefined) return await measure(scanner, retyped, accuracy);
    answers.push(answer);
    parts.push(readMeasured(answer.rows[0], batch.length));
  }
  const measured = {
    rows: parts[0]?.rows ?? 0,
    columns: parts.flatMap(({ columns }) => columns),
    frequencies: parts.flatMap(({ frequencies }) => frequencies),
    distinctRows: parts[0]?.distinctRows,
  };
  return { accuracy, rows, measured, answers };
}

export async function detail(scanner: Scanner, { accuracy, rows, measured }: FirstScan, bins: number): Promise<SecondScan> {
  const isExact = accuracy === 'exact';
  const keys = isExact ? knownKeys(rows.columns, measured) : [];
  const keyChecks = !isExact ? columnChecks(rows.columns, measured) : keys.length === 0 ? pairChecks(rows.columns, measured) : [];
  const answers: Answer[] = [];
  const parts: Detailed[] = [];
  let done = 0;
  for (const batch of batches(rows, scanner)) {
    const checks = answers.length === 0 ? keyChecks : [];
    const duplicatesOneIn = isExact || answers.length > 0 ? undefined : sampledOneIn(measured.rows);
    const columns = measured.columns.slice(done, (done += batch.length));
    const answer = await scanner.ask(detailSql(rows, { bins, batch, measured: columns, keyChecks: checks, duplicatesOneIn }));
    answers.push(answer);
    parts.push(readDetailed(answer.rows[0], batch.length, checks.length));
  }
  const detailed = { columns: parts.flatMap(({ columns }) => columns), repeats: parts[0]?.repeats ?? [], duplicates: parts[0]?.duplicates };
  return { detailed, keys, keyChecks, answers };
}

function* batches({ columns }: ProfiledRows, { topK }: Scanner): Generator<readonly ProfiledColumn[]> {
  const size = Math.min(MAX_BATCH, Math.floor(MAX_BATCH_VALUES / topK));
  for (let at = 0; at < columns.length; at += size) yield columns.slice(at, at + size);
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
