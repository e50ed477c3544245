import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = (name: string): string => join(import.meta.dirname, name);
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sluice');

/** Writes Delta tables with delta-rs and Spark, and what Spark answers over them, as `tables.json.gz` in a folder. */
export async function writeTables(folder: string): Promise<void> {
  const python = await findWriters();
  await run(python, [here('delta_rs_tables.py'), folder]);
  await run(python, [here('spark_tables.py'), folder, join(cache, 'ivy')], { env: { ...process.env, SPARK_LOCAL_IP: '127.0.0.1' }, maxBuffer: 1 << 26 });
}

/** An interpreter with exactly the pinned writers, made once for each list of pins; Spark needs Java besides. */
async function findWriters(): Promise<string> {
  const requirements = here('requirements.txt');
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const environment = join(cache, `delta-python-${hash.slice(0, 12)}`);
  const python = join(environment, 'bin', 'python');
  if (existsSync(join(environment, 'complete'))) return python;
  mkdirSync(cache, { recursive: true });
  await run('python3', ['-m', 'venv', '--clear', environment]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  // A virtual environment cannot be moved into place, so its last file says that it is whole.
  writeFileSync(join(environment, 'complete'), '');
  return python;
}
