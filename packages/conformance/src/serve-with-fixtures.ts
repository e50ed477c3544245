/** The server with the suite's fixtures besides its own tools: `node serve-with-fixtures.js <port>`. */
import type { McpServerFactory } from '@modelcontextprotocol/server';
import { createServerFactory, listenHttp, openServices } from '@sluice/mcp-lambda';
import { addContentTools } from './fixtures/content-tools.js';
import { addInputTools } from './fixtures/input-tools.js';
import { addPrompts } from './fixtures/prompts.js';
import { addResources } from './fixtures/resources.js';
import { stateCodec } from './fixtures/state-codec.js';
import { addTellingTools } from './fixtures/telling-tools.js';

const services = openServices({ engine: { roots: ['fixtures'] } });
const createBare = createServerFactory(services, {
  capabilities: { resources: { listChanged: false, subscribe: true } },
  requestState: { verify: (state, context) => stateCodec.verify(state, context) },
});

const factory: McpServerFactory = () => {
  const server = createBare();
  for (const add of [addContentTools, addTellingTools, addInputTools, addResources, addPrompts]) add(server);
  return server;
};

const { url } = await listenHttp(factory, { host: '127.0.0.1', port: Number(process.argv[2] ?? 0), log: services.log });
process.stderr.write(`listens on ${url}\n`);
