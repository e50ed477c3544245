import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCertificate, type Interception } from '@sluice/testing';
import { writeFile } from 'node:fs/promises';
import { ProxyProcess, textOf, until } from './proxy-process.js';
import { FLAGS, PRINCIPAL, startStack, type Stack } from './stack.js';

let stack: Stack;
let proxy: ProxyProcess;
beforeAll(async () => {
  stack = await startStack();
  proxy = new ProxyProcess([stack.gateway.url, ...FLAGS], stack.env);
  await proxy.initialize();
  // The stream that the transport opens of itself must not take the first of the refusals.
  await until(() => stack.gateway.requests.some(({ method }) => method === 'GET'));
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await stack[Symbol.asyncDispose]();
});

interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

const replying =
  ({ status, type, body = '', headers = {} }: Reply): Interception =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...(type === undefined ? {} : { 'x-amzn-errortype': type }), ...headers }).end(body);
    return 'answered';
  };

const said = (message: string): string => JSON.stringify({ message });

/** A refusal as AWS words it, and what the user is told. */
const REFUSALS: readonly (Reply & { readonly name: string; readonly code: string; readonly tells: readonly (string | RegExp)[] })[] = [
  { name: 'a path that API Gateway does not know', status: 403, type: 'MissingAuthenticationTokenException', body: said('Missing Authentication Token'), code: 'WRONG_PATH', tells: ['no POST /prod/mcp', 'Check the stage'] },
  {
    name: 'a missing permission',
    status: 403,
    type: 'AccessDeniedException',
    body: JSON.stringify({ Message: 'User: arn:aws:sts::123456789012:assumed-role/reader/me is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-central-1:********9012:abc123/prod/POST/mcp' }),
    code: 'ACCESS_DENIED',
    tells: ['assumed-role/reader/me', 'Grant execute-api:Invoke on arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/POST/mcp.'],
  },
  {
    name: 'an explicit deny',
    status: 403,
    type: 'AccessDeniedException',
    body: JSON.stringify({ Message: 'User: arn:aws:iam::123456789012:user/x is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-central-1:********9012:abc123/prod/POST/mcp with an explicit deny' }),
    code: 'ACCESS_DENIED',
    tells: ['A policy denies execute-api:Invoke'],
  },
  { name: 'an expired token', status: 403, type: 'ExpiredTokenException', body: said('The security token included in the request is expired'), code: 'CREDENTIALS_EXPIRED', tells: ['have expired', 'Run: '] },
  { name: 'unknown credentials', status: 403, type: 'UnrecognizedClientException', body: said('The security token included in the request is invalid.'), code: 'CREDENTIALS_FAILED', tells: ['does not know these credentials'] },
  { name: 'the wrong region', status: 403, type: 'InvalidSignatureException', body: said("Credential should be scoped to a valid region, not 'eu-central-1'. "), code: 'SIGNATURE_REFUSED', tells: ['wrong region (eu-central-1)', 'Add --region'] },
  { name: 'the wrong service', status: 403, type: 'InvalidSignatureException', body: said("Credential should be scoped to correct service: 'lambda'. "), code: 'SIGNATURE_REFUSED', tells: ['wrong service (execute-api)', 'Add --service lambda.'] },
  { name: 'a wrong signature', status: 403, type: 'InvalidSignatureException', body: said('The request signature we calculated does not match the signature you provided.'), code: 'SIGNATURE_REFUSED', tells: ['secret key'] },
  { name: 'a clock that is off', status: 403, type: 'InvalidSignatureException', body: said('Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z'), code: 'CLOCK_SKEW', tells: ["This machine's clock is off"] },
  { name: '403 without a reason', status: 403, type: 'ForbiddenException', body: said('Forbidden'), code: 'ACCESS_DENIED', tells: ['refused with 403', 'firewall', 'execute-api:Invoke'] },
  { name: 'a page of a firewall', status: 403, body: '<html><head><title>Blocked</title></head><body>Request <b>blocked</b>.</body></html>', headers: { 'content-type': 'text/html' }, code: 'ACCESS_DENIED', tells: ['Request blocked'] },
  { name: '401', status: 401, body: said('Unauthorized'), code: 'ACCESS_DENIED', tells: ['401'] },
  { name: 'a server that wants OAuth', status: 401, body: '', headers: { 'www-authenticate': 'Bearer resource_metadata="x"' }, code: 'ACCESS_DENIED', tells: ['wants a token of OAuth'] },
  { name: '404', status: 404, body: said('Not Found'), code: 'WRONG_PATH', tells: ['Check the stage and the path'] },
  { name: '413', status: 413, body: said('Request Too Long'), code: 'TOO_LARGE', tells: [/The request of \d+ bytes/] },
  { name: '429', status: 429, type: 'TooManyRequestsException', body: said('Too Many Requests'), code: 'THROTTLED', tells: ['Too many requests'] },
  { name: '500', status: 500, body: said('Internal server error'), code: 'SERVER_FAILED', tells: [/request-\d+/] },
  { name: '502', status: 502, body: said('Internal server error'), code: 'SERVER_FAILED', tells: ['crashed'] },
  { name: '503', status: 503, body: said('Service Unavailable'), code: 'SERVER_FAILED', tells: ['not available'] },
  { name: '504', status: 504, body: said('Endpoint request timed out'), code: 'SERVER_TIMEOUT', tells: ['29 seconds'] },
  { name: 'a redirect', status: 307, headers: { location: 'https://elsewhere.example/mcp' }, code: 'REDIRECTED', tells: ['https://elsewhere.example/mcp', 'never followed'] },
  { name: 'HTML where JSON was due', status: 200, body: '<html>Log in</html>', headers: { 'content-type': 'text/html' }, code: 'NOT_MCP', tells: ['text/html', 'login page'] },
  { name: 'nothing where JSON was due', status: 202, headers: { 'content-type': '' }, code: 'NOT_MCP', tells: ['202'] },
  { name: 'JSON that is no JSON-RPC', status: 200, body: '{"hello":"world"}', code: 'NOT_MCP', tells: ['no JSON-RPC message'] },
  { name: 'JSON that is cut short', status: 200, body: '{"jsonrpc":"2.0","id":1,"resu', code: 'NOT_MCP', tells: ['no JSON-RPC message'] },
];

describe('a refused call becomes an MCP error that says what to do', () => {
  // A tool that writes is never tried again, so that one refusal is one error.
  it.each(REFUSALS)('$name: $code', async ({ code, tells, ...reply }) => {
    stack.gateway.interceptions.push(replying(reply));
    const { error } = await proxy.call('add_row');
    expect(error).toMatchObject({ code: -32050, data: { code } });
    for (const part of tells) expect(error?.message).toMatch(part);
    expect(error?.message).not.toContain(PRINCIPAL.sessionToken);
    expect(stack.gateway.interceptions).toEqual([]);
  });

  it("the server's own JSON-RPC error comes through as it is, whatever the status", async () => {
    stack.gateway.interceptions.push(replying({ status: 400, body: JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32099, message: 'own words', data: { x: 1 } } }) }));
    expect((await proxy.call('add_row')).error).toEqual({ code: -32099, message: 'own words', data: { x: 1 } });
  });

  it('and the next call works', async () => {
    expect(textOf(await proxy.call('echo', { text: 'still fine' }))).toBe('still fine');
    expect(stack.record.rowsAdded).toBe(0);
  });
});

describe('an endpoint that cannot be reached', () => {
  it('no such host: DNS_FAILED', async () => {
    await using other = new ProxyProcess(['https://no-such-host.invalid/mcp', ...FLAGS, '--log-level', 'silent'], stack.env);
    const { error } = await other.call('anything');
    expect(error?.data?.code).toBe('DNS_FAILED');
    expect(error?.message).toContain('no-such-host.invalid cannot be resolved');
    expect(other.stderr).toBe('');
  });

  it('nothing listens: CONNECTION_FAILED', async () => {
    const gone = await startStack();
    await gone[Symbol.asyncDispose]();
    await using other = new ProxyProcess([gone.gateway.url, ...FLAGS], stack.env);
    const { error } = await other.call('anything');
    expect(error?.data?.code).toBe('CONNECTION_FAILED');
    expect(error?.message).toContain('Nothing listens there');
  });

  it('TLS: a certificate nobody vouches for is refused, and accepted with NODE_EXTRA_CA_CERTS', async () => {
    const certificate = await createCertificate();
    await using tls = await startStack({ certificate });
    await using wary = new ProxyProcess([tls.gateway.url, ...FLAGS], tls.env);
    const { error } = await wary.initialize();
    expect(error?.data?.code).toBe('TLS_FAILED');
    expect(error?.message).toContain('NODE_EXTRA_CA_CERTS');
    await writeFile(`${tls.home}/ca.pem`, certificate.cert);
    await using trusting = new ProxyProcess([tls.gateway.url, ...FLAGS], { ...tls.env, NODE_EXTRA_CA_CERTS: `${tls.home}/ca.pem` });
    expect((await trusting.initialize()).result).toMatchObject({ serverInfo: { name: 'sample' } });
  });
});
