import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Engine } from '../../src/engine.js';
import { askBoth, askBothRoads, type Outcome } from './ask-both.js';
import { putCsvTables } from './csv-tables.js';
import { openDuckdbSide, type DuckdbSide } from './duckdb-side.js';
import { FAILING, QUESTIONS } from './questions.js';
import { openSparkTables, type SparkTables } from './spark-tables.js';
import { startWarehouse, type Warehouse } from './warehouse.js';

const STARTING_MS = 900_000;
const ASKING_MS = 900_000;
/** Statements that Spark is given at a time. */
const AT_ONCE = 8;
/** `SLUICE_TEST_LARGE=1` asks every question by the whole remote road, which takes minutes; otherwise one of so many. */
const ONE_OF = process.env.SLUICE_TEST_LARGE === '1' ? 1 : 30;

let warehouse: Warehouse;
let duckdb: DuckdbSide;
let spark: SparkTables;
let engine: Engine;
let tables: Readonly<Record<string, string>>;
beforeAll(async () => {
  [warehouse, duckdb] = await Promise.all([startWarehouse(), openDuckdbSide()]);
  spark = await openSparkTables(warehouse, duckdb);
  tables = await putCsvTables(warehouse, duckdb);
  engine = warehouse.engine();
}, STARTING_MS);
afterAll(async () => {
  await spark[Symbol.asyncDispose]();
  await warehouse[Symbol.asyncDispose]();
  duckdb.close();
}, STARTING_MS);

type Outcomes = ReadonlyMap<string, Outcome>;

async function ask(questions: readonly string[], one: (sql: string) => Promise<Outcome>): Promise<Outcomes> {
  const outcomes = new Map<string, Outcome>();
  const left = [...questions];
  const work = async (): Promise<void> => {
    for (let sql = left.shift(); sql !== undefined; sql = left.shift()) outcomes.set(sql, await one(sql));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

const countsOf = (outcomes: Outcomes): Record<string, number> => Object.fromEntries(['equal', 'refused', 'failed', 'different'].map((kind) => [kind, [...outcomes.values()].filter((outcome) => outcome.kind === kind).length]));
const faults = (outcomes: Outcomes, ...kinds: readonly Outcome['kind'][]) => [...outcomes].filter(([, { kind }]) => kinds.includes(kind));

describe('Spark answers as DuckDB does whatever is translated', () => {
  const all = new Map<string, Outcome>();
  const askThem = async (questions: readonly string[]): Promise<Outcomes> => {
    const outcomes = await ask(questions, (sql) => askBoth(sql, duckdb, spark.run));
    for (const [sql, outcome] of outcomes) all.set(sql, outcome);
    return outcomes;
  };
  const groups = Object.entries(QUESTIONS).filter(([group]) => group !== FAILING);
  it.each(groups)('%s', async (_, questions) => {
    expect(faults(await askThem(questions), 'different', 'failed')).toEqual([]);
  }, ASKING_MS);

  it('fails where DuckDB fails, and where the translation says that it would not be equal', async () => {
    expect(faults(await askThem(QUESTIONS[FAILING] ?? []), 'different', 'equal', 'refused')).toEqual([]);
  }, ASKING_MS);

  it('answers most of what was asked', () => {
    console.log(`Questions over typed tables by outcome: ${JSON.stringify(countsOf(all))}`);
    expect(countsOf(all).equal).toBeGreaterThan(400);
  });
});

describe('CSV in S3', () => {
  it('is the same table to both engines, from its inspection to the answer', async () => {
    const questions = Object.values(QUESTIONS).flat().filter((_, i) => i % ONE_OF === 0);
    const outcomes = await ask(questions, (sql) => askBothRoads(sql, engine, { tables }));
    console.log(`Questions over CSV by outcome: ${JSON.stringify(countsOf(outcomes))}`);
    expect(faults(outcomes, 'different')).toEqual([]);
    expect(countsOf(outcomes).equal).toBeGreaterThan(questions.length / 2);
  }, ASKING_MS);
});
