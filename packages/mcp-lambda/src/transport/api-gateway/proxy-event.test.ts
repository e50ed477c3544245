import { describe, expect, it } from '@jest/globals';
import { parseProxyEvent, toWebRequest } from './proxy-event.js';

const REST = { resource: '/mcp', path: '/base/mcp', httpMethod: 'POST', headers: { a: '1' }, multiValueHeaders: { a: ['1', '2'] }, body: '{"x":1}', isBase64Encoded: false, requestContext: { requestId: 'gw-1' } };
const URL_EVENT = { version: '2.0', rawPath: '/mcp', headers: { a: '1' }, body: 'eyJ4IjoxfQ==', isBase64Encoded: true, requestContext: { requestId: 'url-1', http: { method: 'POST' } } };

describe('an event of an HTTP request', () => {
  it('comes from API Gateway REST, with every value of a header and without a base path', () => {
    expect(parseProxyEvent(REST)).toEqual({ method: 'POST', path: '/mcp', headers: [['a', '1'], ['a', '2']], body: '{"x":1}', gatewayRequestId: 'gw-1', isRest: true });
  });

  it('comes from a function URL, with its body in base64', () => {
    expect(parseProxyEvent(URL_EVENT)).toEqual({ method: 'POST', path: '/mcp', headers: [['a', '1']], body: '{"x":1}', gatewayRequestId: 'url-1', isRest: false });
  });

  it('has the path that was asked for where the API declares none', () => {
    expect(parseProxyEvent({ ...REST, resource: '/{proxy+}', path: '/health' })?.path).toBe('/health');
  });

  it.each([[undefined], [null], ['text'], [{}], [{ Records: [] }], [{ ...URL_EVENT, version: '1.0' }], [{ ...REST, httpMethod: undefined }]])('is not %j', (event) => {
    expect(parseProxyEvent(event)).toBeUndefined();
  });

  it.each([
    ['GET', null],
    ['POST', '{"x":1}'],
  ])('becomes a %s request of the web with body %j', async (httpMethod, body) => {
    const parsed = parseProxyEvent({ ...REST, httpMethod });
    if (parsed === undefined) throw new Error('not parsed');
    const request = toWebRequest(parsed, new AbortController().signal);
    expect([request.method, new URL(request.url).pathname, request.headers.get('a'), request.body === null ? null : await request.text()]).toEqual([httpMethod, '/mcp', '1, 2', body]);
  });
});
