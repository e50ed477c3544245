import { startS3Server, startSparkWarehouse, type S3Server, type SparkWarehouse } from '@sluice/testing';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { connectDatabricks } from '../../src/remote/databricks/connect-databricks.js';
import type { RemoteSession } from '../../src/remote/remote-engine.js';
import { createEngine, type Engine, type EngineOptions } from '../../src/engine.js';

/** Spark in place of a warehouse of Databricks, and S3, over the same objects. */
export interface Warehouse extends AsyncDisposable {
  readonly spark: SparkWarehouse;
  readonly s3: S3Server;
  /** Puts an object where both see it, in the bucket `demo`. */
  put(key: string, body: string | Uint8Array): void;
  /** Puts what the warehouse wrote into a folder where S3's clients see it, too. */
  putFolder(key: string, change: (path: string, bytes: Buffer) => Buffer): void;
  /** A session as sluice has it, but for its settings. */
  openSession(): Promise<RemoteSession>;
  /** Runs a statement of any kind there. */
  execute(sql: string): Promise<void>;
  /** An engine that knows the warehouse; it ends with this. */
  engine(options?: EngineOptions & { readonly token?: string }): Engine;
}

const TOKEN = 'dapi-of-the-test';
const SESSION_MS = 600_000;

export async function startWarehouse(): Promise<Warehouse> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-warehouse-')));
  const s3 = await startS3Server();
  s3.createBucket('demo');
  const spark = await startSparkWarehouse({ buckets: { demo: folder }, token: TOKEN });
  const engines: Engine[] = [];
  const { port, certificate } = spark.front;
  const address = { host: '127.0.0.1', port, path: '/sql/1.0/warehouses/abc', certificate };
  const openSession = (): Promise<RemoteSession> => connectDatabricks({ ...address, credentials: { kind: 'token', token: TOKEN } }).openSession(AbortSignal.timeout(SESSION_MS));
  return {
    openSession,
    spark,
    s3,
    put(key, body) {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), body);
      s3.put('demo', key, body);
    },
    putFolder(key, change) {
      for (const name of readdirSync(join(folder, key), { recursive: true }) as string[]) {
        const path = join(folder, key, name);
        if (statSync(path).isFile() && !name.endsWith('.crc')) s3.put('demo', `${key}/${name}`, change(name, readFileSync(path)));
      }
    },
    async execute(sql) {
      await using session = await openSession();
      await session.run(sql, () => true);
    },
    engine({ token = TOKEN, ...options } = {}) {
      const { endpoint, region, credentials } = s3;
      const engine = createEngine({ s3: { endpoint, region, credentials }, databricks: { ...address, credentials: { kind: 'token', token } }, ...options });
      engines.push(engine);
      return engine;
    },
    async [Symbol.asyncDispose]() {
      for (const engine of engines) await engine[Symbol.asyncDispose]();
      await spark[Symbol.asyncDispose]();
      await s3.close();
      rmSync(folder, { recursive: true });
    },
  };
}
