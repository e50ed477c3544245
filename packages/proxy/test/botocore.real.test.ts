import { beforeAll, describe, expect, it } from '@jest/globals';
import { findPython } from '@sluice/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseEndpoint } from '../src/endpoint/endpoint.js';
import { signRequest } from '../src/signing/sign-request.js';
import { ProxyProcess } from './proxy-process.js';
import { FLAGS, PRINCIPAL, startStack } from './stack.js';

const SCRIPT = fileURLToPath(new URL('./botocore/verify.py', import.meta.url));

let python: string;
beforeAll(async () => {
  python = await findPython('botocore', fileURLToPath(new URL('./botocore/requirements.txt', import.meta.url)));
}, 300_000);

interface Signed {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly service: string;
  readonly region: string;
}

/** The signatures that botocore makes for the same requests. */
async function botocoreSignatures(requests: readonly Signed[], { accessKeyId, secretAccessKey, sessionToken } = PRINCIPAL): Promise<string[]> {
  const child = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const output = text(child.stdout);
  for (const { body, headers, ...rest } of requests) {
    const signed = Object.fromEntries(signedHeaders(headers).map((name) => [name, headers[name] ?? '']));
    // The token is signed as a header; a botocore that knows it too would add it a second time.
    child.stdin.write(`${JSON.stringify({ ...rest, headers: signed, body: body.toString('base64'), accessKeyId, secretAccessKey, sessionToken })}\n`);
  }
  child.stdin.end();
  await once(child, 'close');
  return (await output).trim().split('\n');
}

const signedHeaders = (headers: Signed['headers']): string[] => /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
const signatureOf = ({ headers }: Signed): string => /Signature=([0-9a-f]{64})/.exec(headers.authorization ?? '')?.[1] ?? 'unsigned';

const PATHS = [
  '/',
  '/prod/mcp',
  '/prod/mcp/',
  '/prod//mcp',
  '/a b/c%20d',
  "/quoted!'()*;:@&=+$,[]~-._",
  '/Zürich/東京/🌊',
  '/%C3%A9%2Fslash%252F',
  '/runtimes/arn%3Aaws%3Abedrock-agentcore%3Aeu-central-1%3A123456789012%3Aruntime%2Fx-1/invocations',
];
const QUERIES = ['', '?qualifier=DEFAULT', '?b=2&a=1&a=0&A=3', '?empty=&flag', '?q=a+b%20c%2Bd', '?ü=ö&%F0%9F%8C%8A=1', "?x=(!*')~&y=%26%3D%25", '?a-b=1&a=2&a.b=3'];
const BODIES = ['', '{}', '{"text":"Ζεύς 🌊 \\u0000"}', 'x'.repeat(1_000_000)];
const HEADERS: readonly Record<string, string>[] = [{}, { 'content-type': 'application/json', 'mcp-method': 'tools/call', 'mcp-name': '=?base64?w6k=?=', 'x-team': '  two   spaces ' }];

describe('botocore makes the same signature', () => {
  it.each(PATHS)('for %s with every query, body and header', async (path) => {
    const signed: Signed[] = [];
    for (const query of QUERIES) {
      for (const [i, body] of BODIES.entries()) {
        for (const headers of HEADERS) {
          const { url, service, region } = parseEndpoint(`https://abc123.execute-api.eu-central-1.amazonaws.com${path}${query}`);
          const method = body === '' ? 'GET' : 'POST';
          const date = new Date(Date.UTC(2026, 10, 25, 10, i));
          signed.push({ method, url: url.href, headers: await signRequest({ method, url, headers, ...(body === '' ? {} : { body }) }, { credentials: PRINCIPAL, service, region, date }), body: Buffer.from(body), service, region });
        }
      }
    }
    expect(await botocoreSignatures(signed)).toEqual(signed.map(signatureOf));
  });

  it('for everything that the running proxy sent', async () => {
    await using stack = await startStack({ sessions: true });
    await using proxy = new ProxyProcess([`${stack.gateway.url}?team=r+d&é=1`, ...FLAGS, '--header', 'x-api-key=a b'], stack.env);
    await proxy.initialize();
    await proxy.request('tools/list');
    await proxy.call('echo', { text: 'Ζεύς 🌊' });
    await proxy.end();
    const signed = stack.gateway.requests.map(({ method, target, headers, body }) => ({
      method,
      url: `http://127.0.0.1:${stack.gateway.port}${target}`,
      headers: headers as Record<string, string>,
      body,
      service: 'execute-api',
      region: 'eu-central-1',
    }));
    expect(signed.map(({ method }) => method)).toEqual(expect.arrayContaining(['POST', 'GET', 'DELETE']));
    expect(await botocoreSignatures(signed)).toEqual(signed.map(signatureOf));
  });
});
