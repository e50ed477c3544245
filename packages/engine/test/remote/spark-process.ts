import { findSpark } from '@sluice/testing';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Runs one Databricks SQL statement whose columns are all text. */
export type RunDatabricksSql = (sql: string) => Promise<readonly (readonly (string | null)[])[]>;

export interface SparkProcess {
  readonly run: RunDatabricksSql;
  close(): Promise<void>;
}

/** Spark over a folder of Parquet files, as views; needs Java. */
export async function startSparkProcess(folder: string): Promise<SparkProcess> {
  const { python } = await findSpark();
  const child = spawn(python, [join(import.meta.dirname, 'spark_answers.py'), folder], { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, SPARK_LOCAL_IP: '127.0.0.1' } });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const waiting = new Map<number, (line: Answer) => void>();
  let ready = (): void => {};
  const started = new Promise<void>((resolve) => (ready = resolve));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'ready') ready();
    else settle(JSON.parse(line) as Answer);
  });
  const settle = (answer: Answer): void => waiting.get(answer[0])?.(answer);
  const broken = ended.then(() => {
    throw new Error('Spark ended');
  });
  broken.catch(() => {});
  await Promise.race([started, broken]);
  let count = 0;
  return {
    async run(sql) {
      const id = (count += 1);
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
      child.stdin.write(`${JSON.stringify([id, sql])}\n`);
      const [, rows, error] = await Promise.race([answered, broken]);
      waiting.delete(id);
      if (rows === null) throw new Error(error ?? '');
      return rows;
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}

type Answer = readonly [id: number, rows: readonly (readonly (string | null)[])[] | null, error: string | null];
