import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { createServerFactory, openServices } from '@sluice/mcp-lambda';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONVERSATIONS } from './conversations.js';
import { makeFiles } from './make-files.js';
import { converse } from './transcript.js';

let folder: string;
let services: ReturnType<typeof openServices>;
let client: Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-transcript-'));
  makeFiles(join(import.meta.dirname, '../../../fixtures'), folder);
  services = openServices({ engine: { roots: [folder] } });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createServerFactory(services)().connect(far);
  client = new Client({ name: 'transcript', version: '1' });
  await client.connect(near);
});
afterAll(async () => {
  await client.close();
  await services[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

describe('real questions', () => {
  it('are ten', () => {
    expect(CONVERSATIONS).toHaveLength(10);
  });

  it.each(CONVERSATIONS)('$question is answered from what the server says, in at most three calls', async (conversation) => {
    expect(conversation.calls.length).toBeLessThanOrEqual(3);
    const { answered, results } = await converse(client, conversation);
    expect([answered, answered ? '' : results.at(-1)]).toEqual([true, '']);
  });

  it('may name nothing that has not been shown', async () => {
    const guess = { question: 'What is there?', calls: [() => ({ tool: 'query', args: { sql: "FROM 'seattle-weather.csv'" } })], answer: /./ };
    await expect(converse(client, guess)).rejects.toThrow('nothing has shown seattle-weather.csv');
  });
});
