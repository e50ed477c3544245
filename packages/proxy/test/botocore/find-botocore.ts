import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const VERSION = '1.44.8';
const run = promisify(execFile);

/** A Python that has botocore, from PyPI on first use. */
export async function findBotocore(): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sluice', `botocore-${VERSION}`);
  const python = join(folder, 'bin', 'python');
  if (!existsSync(join(folder, 'complete'))) {
    await mkdir(folder, { recursive: true });
    await run('python3', ['-m', 'venv', '--clear', folder]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `botocore==${VERSION}`]);
    await writeFile(join(folder, 'complete'), '');
  }
  return python;
}
