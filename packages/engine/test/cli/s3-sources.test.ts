import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '@sluice/testing';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerOf, failureOf } from './run-query.js';
import { s3Environment } from './s3-environment.js';
import { openWorkspace, type Workspace } from './workspace.js';

const AIRPORTS = "SELECT count(*) FROM 's3://depot/airports.csv'";
const DENIED_XML = '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

let workspace: Workspace;
let s3: S3Server;
beforeAll(async () => {
  workspace = openWorkspace();
  s3 = await startS3Server();
  s3.createBucket('depot');
  s3.createBucket('west', { region: 'us-west-2' });
  s3.put('depot', 'airports.csv', readFileSync(join(workspace.cwd, 'fixtures/airports.csv')));
  s3.put('depot', 'parts/1.csv', 'id,v\n1,10\n');
  s3.put('depot', 'parts/2.csv', 'id,v\n2,20\n');
  s3.put('depot', 'closed.csv', 'id\n1\n');
  s3.put('depot', 'empty.csv', '');
  s3.put('depot', 'refusal.csv', DENIED_XML);
  s3.put('west', 'far.csv', 'id\n1\n2\n');
  s3.denied.add('depot/closed.csv');
});
afterAll(async () => {
  await s3.close();
  workspace[Symbol.dispose]();
});

const options = (env: Readonly<Record<string, string>> = {}) => ({ env: { ...s3Environment(s3), ...env } });

describe('answers', () => {
  it.each([
    ['over an object', AIRPORTS, [[3_376]]],
    ['over objects that a pattern matches', "SELECT sum(v) FROM 's3://depot/parts/*.csv'", [[30]]],
    ['over a bucket in a region that the settings do not name', "SELECT count(*) FROM 's3://west/far.csv'", [[2]]],
  ])('%s', async (_, sql, rows) => {
    const answer = await answerOf(workspace, [sql], options());
    expect(answer.rows).toEqual(rows);
    expect(answer.sources.map(({ uri, etag }) => [uri, etag])).not.toContainEqual([expect.anything(), '']);
  });

  it('over TLS, from a server whose certificate is trusted', async () => {
    await using secure = await startS3Server({ https: true });
    secure.createBucket('depot');
    secure.put('depot', 'large.csv', `id,v\n${'1,2\n'.repeat(500_000)}`);
    const caFile = join(workspace.cwd, 'ca.pem');
    writeFileSync(caFile, secure.certificate ?? '');
    const ask = (env: Readonly<Record<string, string>>) => [workspace, ["SELECT sum(v) FROM 's3://depot/large.csv'"], { env: { ...s3Environment(secure), ...env } }] as const;
    expect((await answerOf(...ask({ NODE_EXTRA_CA_CERTS: caFile }))).rows).toEqual([[1_000_000]]);
    expect(await failureOf(...ask({}))).toMatchObject({ exitCode: 4, code: 'SOURCE_UNAVAILABLE', text: expect.stringContaining('SELF_SIGNED_CERT') });
  });

  it('when AWS_REGION is set to nothing', async () => {
    expect((await answerOf(workspace, [AIRPORTS], options({ AWS_REGION: '' }))).rows).toEqual([[3_376]]);
  });
});

describe('a source that cannot be read', () => {
  it.each([
    ['a missing object', 's3://depot/missing.csv', 4, 'SOURCE_NOT_FOUND', /s3:\/\/depot\/missing\.csv[^]*sluice ls 's3:\/\/depot\/\*'/],
    ['a pattern that nothing matches', 's3://depot/none/*.csv', 4, 'SOURCE_NOT_FOUND', /s3:\/\/depot\/none\/\*\.csv/],
    ['a pattern in a missing bucket', 's3://nowhere/*.csv', 4, 'SOURCE_NOT_FOUND', /bucket of s3:\/\/nowhere\/\*\.csv does not exist/],
    ['an object that is denied', 's3://depot/closed.csv', 4, 'SOURCE_DENIED', /s3:\/\/depot\/closed\.csv[^]*s3:GetObject/],
    ['a folder', 's3://depot/parts/', 4, 'SOURCE_UNSUPPORTED', /s3:\/\/depot\/parts\/ names a folder[^]*s3:\/\/depot\/parts\/\*\.csv/],
    ['a name that no bucket can have', 's3://b/x.csv', 4, 'SOURCE_UNSUPPORTED', /"b" is not a bucket name/],
    ['an empty object', 's3://depot/empty.csv', 6, 'DATA_NOT_CSV', /s3:\/\/depot\/empty\.csv is empty/],
    ['a refusal that was saved as data', 's3://depot/refusal.csv', 6, 'DATA_NOT_CSV', /S3 error message \(AccessDenied\)/],
  ])('is named: %s', async (_, uri, exitCode, code, message) => {
    const failure = await failureOf(workspace, [`SELECT count(*) FROM '${uri}'`], options());
    expect(failure).toMatchObject({ exitCode, code });
    expect(failure.text).toMatch(message);
  });

  it('is in a bucket that does not exist', async () => {
    const failure = await failureOf(workspace, ["FROM 's3://nowhere/x.csv'"], options());
    expect(failure).toMatchObject({ exitCode: 4, code: 'SOURCE_NOT_FOUND', text: expect.stringMatching(/bucket of s3:\/\/nowhere\/x\.csv does not exist/) });
  });

  it('lies outside what --allow names', async () => {
    const failure = await failureOf(workspace, [AIRPORTS, '--allow', 's3://depot/parts'], options());
    expect(failure).toMatchObject({ exitCode: 3, code: 'SOURCE_NOT_ALLOWED', text: expect.stringContaining('s3://depot/parts') });
  });
});

describe('settings that are wrong', () => {
  const WRONG_KEYS = [
    ['a wrong secret', { AWS_SECRET_ACCESS_KEY: 'wrong' }],
    ['an access key that nobody has', { AWS_ACCESS_KEY_ID: 'AKIANOBODY' }],
  ] as const;

  it.each(WRONG_KEYS)('are denied: %s', async (_, env) => {
    const failure = await failureOf(workspace, [AIRPORTS], options(env));
    expect(failure).toMatchObject({ exitCode: 4, code: 'SOURCE_DENIED', text: expect.stringContaining('s3://depot/airports.csv') });
    expect(failure.text).not.toContain(s3.credentials.secretAccessKey);
  });

  it.each(WRONG_KEYS)('are told apart from missing permissions: %s', async (_, env) => {
    expect((await failureOf(workspace, [AIRPORTS], options(env))).text).toContain('access key is wrong');
  });

  it('are missing credentials, with the ways to get some', async () => {
    const failure = await failureOf(workspace, [AIRPORTS], { env: { AWS_ENDPOINT_URL_S3: s3.endpoint, AWS_REGION: s3.region } });
    expect(failure).toMatchObject({ exitCode: 4, code: 'SOURCE_DENIED', text: expect.stringMatching(/credentials[^]*AWS_PROFILE/) });
  });

  it('are a region that the server refuses without a redirect', async () => {
    const failure = await failureOf(workspace, [AIRPORTS], options({ AWS_REGION: 'eu-central-1' }));
    expect(failure).toMatchObject({ exitCode: 4, code: 'SOURCE_UNAVAILABLE', text: expect.stringContaining('AWS_REGION') });
  });

  it.each(['http://127.0.0.1:1', 'http://nobody.invalid'])('are an endpoint that does not answer: %s', async (endpoint) => {
    const failure = await failureOf(workspace, [AIRPORTS], options({ AWS_ENDPOINT_URL_S3: endpoint }));
    expect(failure).toMatchObject({ exitCode: 4, code: 'SOURCE_UNAVAILABLE', text: expect.stringMatching(/s3:\/\/depot\/airports\.csv[^]*endpoint/) });
  });
});
