/**
 * The process that runs DuckDB. It has no credentials and no network code: it opens what lies in its one folder, and
 * its parent can kill it, since no setting of DuckDB bounds time and memory for certain.
 */
import { DuckDBConnection, DuckDBInstance, DuckDBTypeId, type DuckDBPreparedStatement, type DuckDBResult } from '@duckdb/node-api';
import { rmSync } from 'node:fs';
import { EngineError } from '../errors.js';
import { collectRows } from '../result/collect-rows.js';
import { sandboxStatements, type SandboxOptions } from './sandbox.js';
import type { Answers, FromChild, Params, Request, ToChild } from './protocol.js';

const scopes = new Map<number, Promise<DuckDBConnection>>();
let folder: string | undefined;
let opened: Promise<Opened> | undefined;

interface Opened {
  readonly instance: DuckDBInstance;
  readonly parser: DuckDBConnection;
}

async function open(options: SandboxOptions): Promise<Opened> {
  const instance = await DuckDBInstance.create(':memory:');
  const parser = await instance.connect();
  for (const sql of sandboxStatements(options)) await parser.run(sql);
  return { instance, parser };
}

async function database(): Promise<Opened> {
  if (opened === undefined) throw new Error('asked before DuckDB was opened');
  return await opened;
}

const connect = async (): Promise<DuckDBConnection> => await (await database()).instance.connect();

const connectionOf = (scope: number): Promise<DuckDBConnection> => {
  const connection = scopes.get(scope) ?? connect();
  scopes.set(scope, connection);
  return connection;
};

const columnsOf = (described: DuckDBPreparedStatement | DuckDBResult): Answers['describe'] =>
  Array.from({ length: described.columnCount }, (_, i) => ({ name: described.columnName(i), type: described.columnType(i).toString() }));

const handlers: { [K in Request['kind']]: (request: Extract<Request, { kind: K }>) => Promise<Answers[K]> } = {
  async parse({ sql }) {
    const { parser } = await database();
    const reader = await parser.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
    return JSON.parse(String(reader.getRows()[0]?.[0])) as unknown;
  },
  async execute({ scope, sql }) {
    await (await connectionOf(scope)).run(sql);
    return undefined;
  },
  async describe({ scope, sql, params }) {
    const connection = await connectionOf(scope);
    const prepared = await connection.prepare(sql);
    try {
      if (prepared.columnCount > 0 && prepared.columnTypeId(0) !== DuckDBTypeId.INVALID) return columnsOf(prepared);
      // Types follow from a parameter's, which only its value tells; until then DuckDB knows of no columns.
      return columnsOf(await connection.run(`SELECT * FROM (${sql}\n) LIMIT 0`, params as never));
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

async function answer({ id, request }: Extract<ToChild, { id: number }>): Promise<FromChild> {
  try {
    const handle = handlers[request.kind] as (request: Request) => Promise<unknown>;
    return { id, ok: true, value: await handle(request) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof EngineError ? { id, ok: false, message, known: { code: error.code, hint: error.hint } } : { id, ok: false, message };
  }
}

process.on('message', (message: ToChild) => {
  if ('open' in message) {
    folder = message.open.folder;
    opened = open(message.open);
    // Whoever asks is told; until then nobody listens.
    opened.catch(() => {});
  } else void answer(message).then((reply) => process.send?.(reply));
});

// Ctrl-C reaches the whole process group; the parent decides what it means.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
});
