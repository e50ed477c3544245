import { describe, expect, it } from '@jest/globals';
import { candidateUrls } from './candidates.js';
import { isLoopback, parseEndpoint } from './endpoint.js';

describe('parseEndpoint', () => {
  it.each([
    ['https://abc123.execute-api.eu-central-1.amazonaws.com/prod/mcp', 'execute-api', 'eu-central-1', 'abc123'],
    ['abc123.execute-api.us-east-1.amazonaws.com/prod/mcp', 'execute-api', 'us-east-1', 'abc123'],
    ['https://abc123.execute-api.cn-north-1.amazonaws.com.cn/prod', 'execute-api', 'cn-north-1', 'abc123'],
    ['https://abc123-vpce-0a1b.execute-api.eu-west-1.amazonaws.com/prod', 'execute-api', 'eu-west-1', 'abc123'],
    ['https://vpce-0a1b-xyz.execute-api.eu-west-1.vpce.amazonaws.com/prod', 'execute-api', 'eu-west-1', undefined],
    ['https://abcdef.lambda-url.ap-southeast-2.on.aws/', 'lambda', 'ap-southeast-2', 'abcdef'],
    ['https://bedrock-agentcore.us-west-2.amazonaws.com/runtimes/x/invocations', 'bedrock-agentcore', 'us-west-2', undefined],
    ['https://my-gw.gateway.bedrock-agentcore.us-west-2.amazonaws.com/mcp', 'bedrock-agentcore', 'us-west-2', undefined],
  ])('reads service and region from %s', (text, service, region, apiId) => {
    expect(parseEndpoint(text)).toMatchObject({ service, region, ...(apiId === undefined ? {} : { apiId }) });
  });

  it('lets options override what the host says', () => {
    expect(parseEndpoint('https://abc123.execute-api.eu-central-1.amazonaws.com/prod', { service: 'x', region: 'y' })).toMatchObject({ service: 'x', region: 'y', kind: 'other' });
  });

  it('takes the region of the environment where the host names none', () => {
    expect(parseEndpoint('https://mcp.example.com', { service: 'execute-api', fallbackRegion: 'eu-north-1' })).toMatchObject({ region: 'eu-north-1', kind: 'api-gateway' });
  });

  it.each([
    ['not a url at all', 'is not a URL'],
    ['ftp://x.example', 'is not a way to reach'],
    ['http://abc123.execute-api.eu-central-1.amazonaws.com/prod', 'in the clear'],
    ['http://10.0.0.1/mcp', 'in the clear'],
    ['https://me:secret@x.example/mcp', 'user name or password'],
    ['https://mcp.example.com/mcp', 'does not tell which AWS service'],
    ['https://evil-execute-api.eu-central-1.amazonaws.com.example.net/prod', 'does not tell which AWS service'],
  ])('refuses %s', (text, message) => {
    expect(() => parseEndpoint(text)).toThrow(message);
  });

  it('says which region is missing', () => {
    expect(() => parseEndpoint('https://mcp.example.com', { service: 'execute-api' })).toThrow('does not name an AWS region');
  });

  it.each(['https://me:hunter2@x.example/mcp', 'https://me:hunter2@ x/mcp'])('never shows the password in %s', (text) => {
    expect(() => parseEndpoint(text)).toThrow(/^(?!.*hunter2)/);
  });

  it('writes the query in the one way that all signers read alike', () => {
    const { url } = parseEndpoint("https://abc123.execute-api.eu-central-1.amazonaws.com/prod?q=a+b&w=c%20d&x=(é)'*");
    expect(url.search).toBe('?q=a%20b&w=c%20d&x=%28%C3%A9%29%27%2A');
  });
});

describe('candidateUrls', () => {
  const paths = (url: string): string[] => candidateUrls(new URL(url)).map(({ pathname }) => pathname);

  it('tries the given path first, then other slashes, then with or without /mcp', () => {
    expect(paths('https://x/prod')).toEqual(['/prod', '/prod/', '/prod/mcp', '/prod/mcp/']);
    expect(paths('https://x/prod/')).toEqual(['/prod/', '/prod', '/prod/mcp', '/prod/mcp/']);
    expect(paths('https://x/prod/mcp')).toEqual(['/prod/mcp', '/prod/mcp/', '/prod', '/prod/']);
    expect(paths('https://x')).toEqual(['/', '/mcp', '/mcp/']);
  });

  it('keeps the query', () => {
    expect(candidateUrls(new URL('https://x/a?q=1')).every(({ search }) => search === '?q=1')).toBe(true);
  });
});

describe('isLoopback', () => {
  it.each(['localhost', '127.0.0.1', '127.9.9.9', '[::1]', 'a.localhost'])('%s is', (host) => expect(isLoopback(host)).toBe(true));
  it.each(['127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1', '128.0.0.1'])('%s is not', (host) => expect(isLoopback(host)).toBe(false));
});
