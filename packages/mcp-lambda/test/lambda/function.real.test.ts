import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { findNode24, LOCAL_READER, startLocalCloud, type LocalCloud, type LocalCloudOptions } from '@sluice/testing';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { makeBundle, type Bundle } from './bundle.js';
import { callCloud, connect } from './caller.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const SLOW = 'SELECT count(*) FROM range(5000000000) t WHERE hash(range) % 7 = 1';
const MIB = 2 ** 20;

let bundle: Bundle;
let log: string[] = [];
beforeAll(async () => {
  bundle = await makeBundle();
}, 120_000);
afterAll(async () => {
  await bundle[Symbol.asyncDispose]();
});

async function startCloud(options: Partial<LocalCloudOptions>): Promise<LocalCloud> {
  log = [];
  const cloud = await startLocalCloud({ folder: bundle.folder, mode: 'STREAM', onLog: (line) => log.push(line), ...options });
  await cloud.put('weather.csv', await readFile(`${root}fixtures/seattle-weather.csv`));
  return cloud;
}

describe('the bundle', () => {
  it('is small enough to be deployed', async () => {
    expect(await bundle.zipBytes()).toBeLessThan(30 * MIB);
    expect(bundle.bytes).toBeLessThan(100 * MIB);
  });

  it('has nothing in it but what runs', () => {
    const scripts = ['child-code.js', 'child.cjs', 'run-cached.cjs', 'startup.js', 'startup.mjs'];
    const kept: unknown[] = ['child-code', 'startup'].map((name): unknown => expect.stringMatching(`^${name}-x64-13\\.[\\w.-]+\\.cache$`));
    const others = ['DejaVuSans.ttf', 'duckdb.node', 'index.wasm', 'libduckdb.so', 'result.html', 'resvg.node'];
    const found = bundle.files.filter((name) => !/^(index(-[\w.-]+)?\.mjs|later-[a-z-]+\.cjs)$/.test(name));
    expect(found).toHaveLength(scripts.length + kept.length + others.length);
    expect(found).toEqual(expect.arrayContaining([...scripts, ...kept, ...others]));
  });

  it.each([
    ['is not compiled again with the flags that Lambda starts Node with', ['--expose-gc', '--max-semi-space-size=51', '--max-old-space-size=922'], true],
    ['is compiled where V8 runs otherwise', ['--no-opt'], false],
  ])('%s', async (_title, flags, isFromCache) => {
    const env = { PATH: process.env.PATH, SLUICE_ALLOW: 's3://bucket/', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' };
    const start = "await import('./index.mjs'); const { isFromCache } = await import('./startup.mjs'); process.stderr.write(String(isFromCache)); process.exit();";
    const { stderr } = await promisify(execFile)(await findNode24(), [...flags, '--input-type=module', '--eval', start], { cwd: bundle.folder, env });
    expect(stderr).toBe(String(isFromCache));
  });

  it('needs no newer libraries than Amazon Linux 2023 has', async () => {
    const isAtMost = (needed: string, most: string): boolean => needed.localeCompare(most, 'en', { numeric: true }) <= 0;
    expect([await bundle.highestNeeded('GLIBC'), await bundle.highestNeeded('GLIBCXX')].map((needed, i) => isAtMost(needed, i === 0 ? '2.34' : '3.4.29'))).toEqual([true, true]);
  });
});

describe.each(['STREAM', 'BUFFERED'] as const)("the bundle on Lambda's runtime, behind an API with answers of the mode %s", (mode) => {
  let cloud: LocalCloud;
  beforeAll(async () => {
    cloud = await startCloud({ mode });
  });
  afterAll(async () => {
    await cloud[Symbol.asyncDispose]();
  });

  it.each(['auto', 'legacy'] as const)('gives every tool to a client (%s)', async (era) => {
    await using caller = await callCloud(cloud, era);
    expect((await caller.client.listTools()).tools.map(({ name }) => name)).toEqual(['list_files', 'inspect', 'profile', 'query', 'compare', 'validate', 'chart', 'export_result']);
    const source = 's3://data/weather.csv';
    const sql = `SELECT weather, count(*) AS days FROM '${source}' GROUP BY weather`;
    expect(await caller.text('list_files', { pattern: 's3://data/*' })).toContain(source);
    expect(await caller.text('inspect', { source })).toContain('temp_max');
    expect(await caller.text('profile', { source })).toContain('1,461');
    expect(await caller.text('query', { sql })).toContain('snow,26');
    expect(await caller.text('compare', { left: source, right: source, key: ['date'] })).toContain('same');
    expect(await caller.text('validate', { source, checks: [{ check: 'unique', columns: ['date'] }] })).toContain('Passed: 1 check');
    expect((await caller.client.callTool({ name: 'chart', arguments: { sql, kind: 'bar', x: 'weather', y: 'days' } })).content).toMatchObject([{ type: 'text' }, { type: 'image', mimeType: 'image/png' }]);
    expect(await caller.text('export_result', { sql })).toContain('to s3://results/');
  });

  it('tells of its health: release, DuckDB, bucket and cache', async () => {
    const response = await cloud.fetch(cloud.gateway.url.replace(/mcp$/, 'health'));
    expect([response.status, await response.json()]).toMatchObject([200, { status: 'ok', version: '0.1.0', duckdb: expect.stringMatching(/^v1\./), places: [{ uri: 's3://data/', reachable: true }], cache: { copies: expect.any(Number) } }]);
  });

  it('takes an argument of five megabytes', async () => {
    await using caller = await callCloud(cloud);
    expect(await caller.text('query', { sql: 'SELECT length($1::VARCHAR) AS n', params: ['x'.repeat(5_000_000)] })).toContain('5000000');
  });

  it('answers a hundred warm calls in one environment', async () => {
    await using caller = await callCloud(cloud);
    for (let i = 0; i < 100; i += 1) expect(await caller.text('query', { sql: `SELECT count(*) + ${i} AS n FROM 's3://data/weather.csv'` })).toContain(String(1461 + i));
    expect(cloud.lambda.started).toBe(1);
  });

  it('writes no SQL, value or key into its log, and the request of every line', () => {
    const lines = log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ msg }) => msg === 'answered event').length).toBeGreaterThan(100);
    expect(lines.filter(({ requestId, msg }) => requestId === undefined && msg !== 'ready' && msg !== 'answered')).toEqual([]);
    expect(log.join('\n')).not.toMatch(/SELECT|weather|snow|local-reader|sluice-test-secret|AKIA/);
  });

  it('refuses who may not call it', async () => {
    expect((await fetch(cloud.gateway.url, { method: 'POST', body: '{}' })).status).toBe(403);
    expect((await cloud.fetch(cloud.gateway.url)).status).toBe(403);
  });
});

it('a Delta table with deletion vectors, written by Spark, answers without its deleted rows', async () => {
  await using cloud = await startCloud({});
  const { files } = JSON.parse(gunzipSync(await readFile(`${root}packages/engine/test/delta/tables.json.gz`)).toString()) as { files: Record<string, string> };
  const vectors = Object.entries(files).filter(([name]) => name.startsWith('vectors/'));
  await Promise.all(vectors.map(([name, base64]) => cloud.put(name, Buffer.from(base64, 'base64'))));
  await using caller = await callCloud(cloud);
  expect(await caller.text('query', { sql: "SELECT count(*) AS n, count(DISTINCT id) AS ids FROM 's3://data/vectors/'" })).toContain('n,ids\n6663,6663\n');
});

describe("a function's time", () => {
  it('ends a question before the function is killed, and says what to do', async () => {
    await using cloud = await startCloud({ timeoutMs: 12_000 });
    await using caller = await callCloud(cloud);
    expect(await caller.text('query', { sql: SLOW })).toMatch(/^DEADLINE_EXCEEDED: .*\nNext: Ask over fewer files/);
    // DuckDB hears of no interrupt in there: its process is killed, the function is not.
    expect(await caller.text('query', { sql: "SELECT length(list_reduce(range(4000000)::VARCHAR[], lambda a, b: a || b)) AS n" })).toMatch(/^(DEADLINE_EXCEEDED|MEMORY_LIMIT): /);
    expect(await caller.text('query', { sql: 'SELECT 1 AS one' })).toContain('one');
    expect([cloud.lambda.started, cloud.lambda.environments.length]).toEqual([1, 1]);
  });

  it('shows progress while the question is read', async () => {
    await using cloud = await startCloud({});
    await cloud.put('large.csv', 'id,text\n' + Array.from({ length: 1_000_000 }, (_, i) => `${i},some text of row ${i} that makes it long enough\n`).join(''));
    await using caller = await callCloud(cloud);
    const seen: number[] = [];
    let answeredAt = 0;
    await caller.client.callTool({ name: 'query', arguments: { sql: "SELECT max(text) FROM 's3://data/large.csv'" } }, { onprogress: () => void seen.push(performance.now()) }).then(() => (answeredAt = performance.now()));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.filter((at) => at < answeredAt - 1).length).toBeGreaterThan(0);
  });
});

it.each(['auto', 'legacy'] as const)('a client (%s) on stdio, the signing proxy, the API, the function and S3 answer a question together', async (era) => {
  await using cloud = await startCloud({});
  const env = { PATH: process.env.PATH ?? '', AWS_ACCESS_KEY_ID: LOCAL_READER.accessKeyId, AWS_SECRET_ACCESS_KEY: LOCAL_READER.secretAccessKey };
  const args = [`${root}packages/proxy/dist/cli.js`, cloud.gateway.url, '--service', 'execute-api', '--region', 'eu-central-1'];
  await using caller = await connect(new StdioClientTransport({ command: process.execPath, args, env }), era);
  expect(await caller.text('query', { sql: "SELECT count(*) AS days FROM 's3://data/weather.csv'" })).toContain('1461');
});
