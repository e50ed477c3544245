/**
 * The process that runs DuckDB. It has no credentials and no network code: it opens what lies in its one folder, and
 * its parent can kill it, since no setting of DuckDB bounds time and memory for certain.
 */
import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { rmSync } from 'node:fs';
import { EngineError } from '../errors.js';
import { collectRows } from '../result/collect-rows.js';
import { sandboxStatements, type SandboxOptions } from './sandbox.js';
import type { Answers, FromChild, Params, Request, ToChild } from './protocol.js';

const options = JSON.parse(process.argv[2] ?? '{}') as SandboxOptions;
const instance = await DuckDBInstance.create(':memory:');
const parser = await instance.connect();
for (const sql of sandboxStatements(options)) await parser.run(sql);
const scopes = new Map<number, Promise<DuckDBConnection>>();

const connectionOf = (scope: number): Promise<DuckDBConnection> => {
  const connection = scopes.get(scope) ?? instance.connect();
  scopes.set(scope, connection);
  return connection;
};

const handlers: { [K in Request['kind']]: (request: Extract<Request, { kind: K }>) => Promise<Answers[K]> } = {
  async parse({ sql }) {
    const reader = await parser.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
    return JSON.parse(String(reader.getRows()[0]?.[0])) as unknown;
  },
  async execute({ scope, sql }) {
    await (await connectionOf(scope)).run(sql);
    return undefined;
  },
  async describe({ scope, sql }) {
    const prepared = await (await connectionOf(scope)).prepare(sql);
    try {
      return Array.from({ length: prepared.columnCount }, (_, i) => ({
        name: prepared.columnName(i),
        type: prepared.columnType(i).toString(),
      }));
    } finally {
      prepared.destroySync();
    }
  },
  async rows({ scope, sql, params, limits }) {
    const result = await (await connectionOf(scope)).run(sql, isEmpty(params) ? undefined : (params as never));
    return await collectRows(result, limits);
  },
  async interrupt({ scope }) {
    (await scopes.get(scope))?.interrupt();
    return undefined;
  },
  async close({ scope }) {
    const connection = await scopes.get(scope);
    scopes.delete(scope);
    connection?.closeSync();
    return undefined;
  },
};

const isEmpty = (params: Params): boolean => Object.keys(params).length === 0;

async function answer({ id, request }: ToChild): Promise<FromChild> {
  try {
    const handle = handlers[request.kind] as (request: Request) => Promise<unknown>;
    return { id, ok: true, value: await handle(request) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof EngineError ? { id, ok: false, message, known: { code: error.code, hint: error.hint } } : { id, ok: false, message };
  }
}

process.on('message', (message: ToChild) => {
  void answer(message).then((reply) => process.send?.(reply));
});

// Ctrl-C reaches the whole process group; the parent decides what it means.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => {
  rmSync(options.folder, { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
});
process.send?.({ id: 0, ok: true, value: 'ready' } satisfies FromChild);
