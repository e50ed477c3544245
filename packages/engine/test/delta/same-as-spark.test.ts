import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '@sluice/testing';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../src/engine.js';
import { comparable, expectedRows, putTables, questionSql, readTables, writeTables } from './read-tables.js';

const TABLES = readTables();
let folder: string;
let s3: S3Server;
let engine: Engine;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-delta-')));
  writeTables(TABLES, folder);
  s3 = await startS3Server();
  putTables(TABLES, s3, 'bucket');
  const { endpoint, region, credentials } = s3;
  engine = createEngine({ roots: [folder], s3: { endpoint, region, credentials } });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await s3.close();
  rmSync(folder, { recursive: true });
});

const asked = TABLES.questions.map((question) => [`${question.table}${question.version === null ? '' : ` version ${question.version}`}${question.where === null ? '' : ` where ${question.where}`}`, question] as const);

describe('every Delta table answers as Spark does', () => {
  it.each(asked)('%s, on this disk and in S3', async (_, question) => {
    for (const place of [folder, 's3://bucket/tables']) {
      const answer = await engine.query(questionSql(question, place));
      expect(comparable(answer)).toEqual(expectedRows(question));
      expect(answer.columns.map(({ name }) => name)).toEqual(question.columns);
      expect(answer.tables).toMatchObject([{ uri: `${place}/${question.table}`, files: answer.sources.map(({ uri }) => uri) }]);
    }
  });
});
