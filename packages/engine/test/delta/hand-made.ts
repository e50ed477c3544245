import { DuckDBInstance } from '@duckdb/node-api';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEngine, type Engine, type EngineOptions, type QueryOptions } from '../../src/engine.js';
import type { Answer } from '../../src/result/answer.js';

/** A Delta table written action by action, for what no writer at hand writes. */
export interface HandMade extends AsyncDisposable {
  readonly folder: string;
  readonly engine: Engine;
  /** Writes a Parquet file. @returns the `add` of it */
  file(path: string, sql: string, more?: object): Promise<Action>;
  /** Writes the next commit. @param at its time, in milliseconds */
  commit(actions: readonly Action[], at?: number): void;
  ask(sql: string, options?: QueryOptions): Promise<Answer>;
}

type Action = Readonly<Record<string, unknown>>;

export const protocol = (readerFeatures?: readonly string[]): Action => ({
  protocol: readerFeatures === undefined ? { minReaderVersion: 1, minWriterVersion: 2 } : { minReaderVersion: 3, minWriterVersion: 7, readerFeatures, writerFeatures: readerFeatures },
});

export const metadata = (columns: Readonly<Record<string, unknown>>, more: object = {}): Action => ({
  metaData: {
    id: 'made-by-hand',
    format: { provider: 'parquet', options: {} },
    schemaString: JSON.stringify({ type: 'struct', fields: Object.entries(columns).map(([name, type]) => ({ name, type, nullable: true, metadata: {} })) }),
    partitionColumns: [],
    configuration: {},
    ...more,
  },
});

export async function openHandMade(options: EngineOptions = {}): Promise<HandMade> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-made-')));
  const folder = join(root, 'table');
  const engine = createEngine({ roots: [root], ...options });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  let version = 0;
  return {
    folder,
    engine,
    async file(path, sql, more = {}) {
      const full = join(folder, path);
      mkdirSync(dirname(full), { recursive: true });
      await connection.run(`COPY (${sql}) TO '${full.replaceAll("'", "''")}' (FORMAT parquet)`);
      return { add: { path: encodeURI(path), partitionValues: {}, size: statSync(full).size, modificationTime: 0, dataChange: true, ...more } };
    },
    commit(actions, at) {
      const path = join(folder, '_delta_log', `${String(version).padStart(20, '0')}.json`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, actions.map((action) => `${JSON.stringify(action)}\n`).join(''));
      if (at !== undefined) utimesSync(path, at / 1000, at / 1000);
      version += 1;
    },
    ask: (sql, query) => engine.query(sql, { tables: { t: folder }, ...query }),
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      instance.closeSync();
      await engine[Symbol.asyncDispose]();
      rmSync(root, { recursive: true });
    },
  };
}
