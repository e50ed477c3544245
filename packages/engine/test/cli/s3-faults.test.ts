import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { csvBody, startS3Server, type Fault, type S3Server } from '@sluice/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../../src/index.js';
import { answerOf, failureOf } from './run-query.js';
import { s3Environment } from './s3-environment.js';
import { openWorkspace, type Workspace } from './workspace.js';

const AIRPORTS = "SELECT count(*), count(DISTINCT iata) FROM 's3://depot/airports.csv'";

let workspace: Workspace;
let s3: S3Server;
/** A silent connection is given up after twenty seconds, which the other tests fill. */
let silent: S3Server;
let overSilence: Promise<Answer>;

beforeAll(async () => {
  workspace = openWorkspace();
  [s3, silent] = await Promise.all([startS3Server(), startS3Server()]);
  for (const server of [s3, silent]) {
    server.createBucket('depot');
    server.put('depot', 'airports.csv', readFileSync(join(workspace.cwd, 'fixtures/airports.csv')));
  }
  s3.put('depot', 'large.csv', csvBody({ rows: 200_000 }));
  silent.faults.add({ hang: true, requests: 1 }, { method: 'GET' });
  overSilence = answerOf(workspace, [AIRPORTS], { env: s3Environment(silent) });
  // It is awaited by the last test only.
  overSilence.catch(() => undefined);
});
afterAll(async () => {
  await Promise.all([s3.close(), silent.close()]);
  workspace[Symbol.dispose]();
});
beforeEach(() => {
  s3.faults.clear();
});

describe('answers in spite of a server that, at first,', () => {
  it.each<[string, Fault]>([
    ['says that it is busy', { status: 503, requests: 3 }],
    ['fails inside', { status: 500, requests: 2 }],
    ['resets connections in the middle of a body', { resetAfterBytes: 1_000, requests: 2 }],
    ['sends less than it promised', { shortBody: { missingBytes: 100, contentLength: 'full' }, requests: 2 }],
  ])('%s', async (_, fault) => {
    s3.faults.add(fault);
    expect((await answerOf(workspace, [AIRPORTS], { env: s3Environment(s3) })).rows).toEqual([[3_376, 3_376]]);
  });
});

it('gives no answer from two versions of an object', async () => {
  s3.faults.add({ changeEtagAfterBytes: 5_000_000 }, { bucket: 'depot', key: 'large.csv' });
  const failure = await failureOf(workspace, ["SELECT sum(amount) FROM 's3://depot/large.csv'"], { env: s3Environment(s3) });
  expect(failure).toMatchObject({ exitCode: 6, code: 'SOURCE_CHANGED', text: expect.stringContaining('s3://depot/large.csv') });
});

it('gives up with 4 when the server goes on saying that it is busy', async () => {
  s3.faults.add({ status: 503 });
  const failure = await failureOf(workspace, [AIRPORTS], { env: s3Environment(s3) });
  expect(failure).toMatchObject({ exitCode: 4, code: 'SOURCE_UNAVAILABLE', text: expect.stringMatching(/s3:\/\/depot\/airports\.csv.*503/) });
});

it('gives up at the deadline when the server says nothing at all', async () => {
  s3.faults.add({ hang: true });
  const failure = await failureOf(workspace, [AIRPORTS, '--timeout', '2'], { env: s3Environment(s3) });
  expect(failure).toMatchObject({ exitCode: 5, code: 'DEADLINE_EXCEEDED' });
});

it('answers in spite of a connection that fell silent', async () => {
  expect((await overSilence).rows).toEqual([[3_376, 3_376]]);
});
