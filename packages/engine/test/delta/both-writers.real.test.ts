import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../src/engine.js';
import { comparable, expectedRows, questionSql, readTables } from './read-tables.js';
import { writeTables } from './write-tables.js';

const WRITING_MS = 900_000;

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-writers-')));
  await writeTables(folder);
  engine = createEngine({ roots: [folder] });
}, WRITING_MS);
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

it('tables that Spark and delta-rs just wrote answer as Spark does', async () => {
  const { questions } = readTables(join(folder, 'tables.json.gz'));
  expect(new Set(questions.map(({ table }) => table)).size).toBeGreaterThan(15);
  for (const question of questions) {
    const { table, version, where } = question;
    expect({ table, version, where, rows: comparable(await engine.query(questionSql(question, folder))) }).toEqual({ table, version, where, rows: expectedRows(question) });
  }
}, WRITING_MS);
