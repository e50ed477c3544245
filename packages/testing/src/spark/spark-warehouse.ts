import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { besideSpark, findSpark } from './find-spark.js';
import { startThriftFront, type ThriftFront } from './thrift-front.js';

/** Spark as clients of Databricks see it. */
export interface SparkWarehouse extends AsyncDisposable {
  readonly front: ThriftFront;
  /** Ends Spark at once, as a crash would. */
  kill(): Promise<void>;
}

export interface SparkWarehouseOptions {
  /** Folders by the name of the bucket that Spark sees in them: `s3://bucket/key` is the file `key` there. */
  readonly buckets: Readonly<Record<string, string>>;
  readonly token: string;
}

/**
 * Starts Spark's Thrift server and what makes it speak as Databricks does; it takes ten to thirty seconds and a gigabyte. Spark lives in a
 * network and a process namespace of its own (for which Linux wants root, or user namespaces): nothing reaches it but the front, and all of
 * it ends with its first process, which ends when this process does.
 */
export async function startSparkWarehouse({ buckets, token }: SparkWarehouseOptions): Promise<SparkWarehouse> {
  const { python, jars } = await findSpark();
  const scratch = mkdtempSync(join(tmpdir(), 'sluice-spark-'));
  const socketPath = join(scratch, 'spark.sock');
  const places = Object.entries(buckets).map(([name, folder]) => `${name}=${folder}`);
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const spark = spawn('unshare', [...asRoot, '--net', '--pid', '--fork', '--kill-child', python, besideSpark('thrift_server.py'), socketPath, scratch, jars, ...places], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(spark, 'close');
  const kill = async (): Promise<void> => {
    spark.kill('SIGKILL');
    await ended;
  };
  try {
    await ready(spark, scratch);
    const front = await startThriftFront({ socketPath, token });
    return {
      front,
      kill,
      async [Symbol.asyncDispose]() {
        await front[Symbol.asyncDispose]();
        await kill();
        rmSync(scratch, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await kill();
    rmSync(scratch, { recursive: true, force: true });
    throw error;
  }
}

async function ready(spark: ChildProcessByStdio<Writable, Readable, null>, scratch: string): Promise<void> {
  // A closed pipe ends the loop as well.
  for await (const line of createInterface(spark.stdout)) if (line === 'ready') return;
  throw new Error(`Spark did not start. ${lastLines(join(scratch, 'spark.log'))}`);
}

function lastLines(log: string): string {
  try {
    return readFileSync(log, 'utf8').split('\n').slice(-20).join('\n');
  } catch {
    return 'It left no log: is unshare there, and may it make namespaces?';
  }
}
