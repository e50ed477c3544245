import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askBoth, type Outcome } from './ask-both.js';
import { openDuckdbSide, type DuckdbSide } from './duckdb-side.js';
import { FAILING, QUESTIONS } from './questions.js';
import { startSparkProcess, type SparkProcess } from './spark-process.js';

const STARTING_MS = 900_000;
const ASKING_MS = 300_000;

let folder: string;
let duckdb: DuckdbSide;
let spark: SparkProcess;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-same-answers-'));
  duckdb = await openDuckdbSide();
  await duckdb.exportTo(folder);
  spark = await startSparkProcess(folder);
}, STARTING_MS);
afterAll(async () => {
  await spark.close();
  duckdb.close();
  rmSync(folder, { recursive: true });
});

const counts = { equal: 0, refused: 0, failed: 0, different: 0 };

async function ask(questions: readonly string[]): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map(await Promise.all(questions.map(async (sql) => [sql, await askBoth(sql, duckdb, spark.run)] as const)));
  for (const { kind } of outcomes.values()) counts[kind] += 1;
  return outcomes;
}

describe('Spark answers as DuckDB does whatever is translated', () => {
  const groups = Object.entries(QUESTIONS).filter(([group]) => group !== FAILING);
  it.each(groups)('%s', async (_, questions) => {
    const outcomes = await ask(questions);
    expect([...outcomes].filter(([, { kind }]) => kind === 'different' || kind === 'failed')).toEqual([]);
  }, ASKING_MS);

  it('fails where DuckDB fails, and where the translation says that it would not be equal', async () => {
    const outcomes = await ask(QUESTIONS[FAILING] ?? []);
    expect([...outcomes].filter(([, { kind }]) => kind !== 'failed')).toEqual([]);
  }, ASKING_MS);

  it('answers most of what was asked', () => {
    console.log(`Questions by outcome: ${JSON.stringify(counts)}`);
    expect(counts.equal).toBeGreaterThan(400);
  });
});
