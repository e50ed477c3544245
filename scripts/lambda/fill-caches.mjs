/** Has V8 keep what it compiles while the bundle in a folder starts and answers once. Runs on the Node that Lambda has. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const [folder = '', part = ''] = process.argv.slice(2);
const out = resolve(folder);
const { cacheFile, runCached, scripts } = createRequire(`${out}/`)('./run-cached.cjs');
const event = (sql) => ({
  resource: '/mcp',
  path: '/mcp',
  httpMethod: 'POST',
  headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json' },
  requestContext: {},
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'query', arguments: { sql } } }),
});

if (part === 'child') await fillChild();
else {
  await fillFunction();
  execFileSync(process.execPath, [import.meta.filename, folder, 'child'], { stdio: 'inherit' });
}
// DuckDB's process would go on waiting.
process.exit(0);

function keep(name) {
  writeFileSync(cacheFile(name), scripts.get(name).createCachedData());
}

async function fillFunction() {
  const s3 = createServer(answerAsS3).listen(0, '127.0.0.1');
  await once(s3, 'listening');
  Object.assign(process.env, { SLUICE_ALLOW: 's3://data/', SLUICE_LOG_LEVEL: 'error', AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${s3.address().port}` });
  globalThis.awslambda = { streamifyResponse: (handler) => handler, HttpResponseStream: { from: (stream) => stream } };
  const { handler } = await import(pathToFileURL(`${out}/index.mjs`).href);
  const answer = new PassThrough();
  await handler(event("SELECT k, sum(v) FROM 's3://data/a.csv' GROUP BY k"), answer, { awsRequestId: '', getRemainingTimeInMillis: () => 60_000 });
  const answered = await text(answer);
  if (!answered.includes('x0,')) throw new Error(`The bundle does not answer: ${answered}`);
  keep('startup');
  s3.close();
}

async function fillChild() {
  const replies = new PassThrough({ objectMode: true });
  process.send = (reply) => replies.write(reply);
  runCached('child-code');
  const limits = { maxRows: 9, maxResultBytes: 1e6, maxCellChars: 1e6 };
  process.emit('message', { open: { folder: tmpdir(), readable: [], threads: 2, memoryBytes: 5e8, tempBytes: 1e8 } });
  process.emit('message', { id: 1, request: { kind: 'parse', sql: 'SELECT 1' } });
  process.emit('message', { id: 2, request: { kind: 'rows', scope: 1, sql: "SELECT 'a', 1, 2.5, true, DATE '2026-01-01', 1::BIGINT, 1::DOUBLE", params: [], limits } });
  process.emit('message', { id: 3, request: { kind: 'describe', scope: 1, sql: 'SELECT 1', params: [] } });
  const waiting = new Set([1, 2, 3]);
  for await (const { id, ok, message } of replies) {
    if (!ok) throw new Error(message);
    waiting.delete(id);
    if (waiting.size === 0) break;
  }
  keep('child-code');
}

/** As much of S3 as a bucket with one object needs. */
function answerAsS3({ url, headers }, response) {
  const csv = Buffer.from(`k,d,v\n${Array.from({ length: 40_000 }, (_, i) => `x${i % 9},2026-01-${String((i % 28) + 1).padStart(2, '0')},${i / 4}\n`).join('')}`);
  if (url.includes('list-type=2')) return response.setHeader('content-type', 'application/xml').end(`<ListBucketResult><Name>data</Name><KeyCount>1</KeyCount><MaxKeys>1</MaxKeys><Contents><Key>a.csv</Key><Size>${csv.length}</Size></Contents></ListBucketResult>`);
  const [, start = 0, end = csv.length - 1] = (/^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []).map(Number);
  const part = csv.subarray(start, end + 1);
  return response.writeHead(206, { etag: '"a"', 'content-length': part.length, 'content-range': `bytes ${start}-${start + part.length - 1}/${csv.length}` }).end(part);
}
