import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPython } from '../python-environment.js';

const run = promisify(execFile);

/** Files that are no modules lie beside the sources, wherever this was compiled to. */
export const besideSpark = (name: string): string => join(import.meta.dirname, '../../src/spark', name);

const DELTA = 'io.delta:delta-spark_2.13:4.0.0';
const JARS = ['io.delta_delta-spark_2.13-4.0.0.jar', 'io.delta_delta-storage-4.0.0.jar', 'org.antlr_antlr4-runtime-4.13.1.jar'];

export interface Spark {
  /** An interpreter that has pyspark and deltalake. */
  readonly python: string;
  /** What Spark needs for Delta tables, as its setting `spark.jars` takes it. */
  readonly jars: string;
}

/** Spark 4.0.1 with Delta 4.0.0, from PyPI and Maven Central on first use. It needs Java 17. */
export async function findSpark(): Promise<Spark> {
  const python = await findPython('spark', besideSpark('requirements.txt'));
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sluice', 'ivy');
  const jars = JARS.map((name) => join(folder, 'jars', name));
  if (!jars.every(existsSync)) await run(python, [besideSpark('fetch_jars.py'), folder, DELTA], { env: { ...process.env, SPARK_LOCAL_IP: '127.0.0.1' }, maxBuffer: 1 << 26 });
  return { python, jars: jars.join(',') };
}
