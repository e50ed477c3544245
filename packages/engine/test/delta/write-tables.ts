import { findSpark } from '@sluice/testing';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = (name: string): string => join(import.meta.dirname, name);

/** Writes Delta tables with delta-rs and Spark, which needs Java, and what Spark answers over them, as `tables.json.gz` in a folder. */
export async function writeTables(folder: string): Promise<void> {
  const { python, jars } = await findSpark();
  await run(python, [here('delta_rs_tables.py'), folder]);
  await run(python, [here('spark_tables.py'), folder, jars], { env: { ...process.env, SPARK_LOCAL_IP: '127.0.0.1' }, maxBuffer: 1 << 26 });
}
