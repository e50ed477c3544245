import { expect, it } from '@jest/globals';
import { parseEndpoint } from '../endpoint/endpoint.js';
import { Clock } from '../signing/clock.js';
import { CredentialSource } from '../signing/credential-source.js';
import { createSignedFetch } from './signed-fetch.js';

it('signs for the configured origin alone, and sends nothing elsewhere', async () => {
  const sent: string[] = [];
  const identity = { accessKeyId: 'A', secretAccessKey: 's' };
  const signed = createSignedFetch({
    endpoint: parseEndpoint('https://abc123.execute-api.eu-central-1.amazonaws.com/prod/mcp'),
    credentials: new CredentialSource({ createProvider: () => Promise.resolve(() => Promise.resolve(identity)) }),
    clock: new Clock(),
    send: (url) => {
      sent.push(url instanceof URL ? url.href : '');
      return Promise.resolve(new Response('{}'));
    },
  });
  for (const other of ['https://evil.example/prod/mcp', 'http://abc123.execute-api.eu-central-1.amazonaws.com/prod/mcp', 'https://abc123.execute-api.eu-central-1.amazonaws.com:8443/']) {
    await expect(signed({ url: new URL(other), init: { method: 'POST' } })).rejects.toThrow('was about to be signed');
  }
  expect(sent).toEqual([]);
  await signed({ url: new URL('https://abc123.execute-api.eu-central-1.amazonaws.com/prod/mcp'), init: { method: 'POST' } });
  expect(sent).toHaveLength(1);
});
