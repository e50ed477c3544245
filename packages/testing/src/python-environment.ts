import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The interpreter of a virtual environment with exactly the pinned packages, made in the user's cache once for each list of pins.
 * @param name what its folder's name begins with
 * @param requirements path of a `requirements.txt`
 */
export async function findPython(name: string, requirements: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile(requirements)).digest('hex');
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sluice', `${name}-${hash.slice(0, 12)}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'complete'))) return python;
  try {
    await mkdir(folder, { recursive: true });
    await run('python3', ['-m', 'venv', '--clear', folder]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  } catch (cause) {
    throw new Error(`${requirements} could not be installed; Python 3.11 or newer is needed. ${(cause as Error).message}`, { cause });
  }
  // A virtual environment cannot be moved into place, so its last file says that it is whole.
  await writeFile(join(folder, 'complete'), '');
  return python;
}
