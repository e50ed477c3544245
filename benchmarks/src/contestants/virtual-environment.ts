import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { packageFile } from '../package-file.js';
import { runProgram } from '../run-program.js';

/** The interpreter of a virtual environment with exactly the pinned contestants, made once for each list of pins. */
export async function findPython(list = 'python/requirements.txt'): Promise<string> {
  const requirements = packageFile(list);
  const hash = createHash('sha256').update(await readFile(requirements)).digest('hex');
  const folder = join(cacheFolder(), `python-${hash.slice(0, 12)}`);
  const python = join(folder, 'bin', 'python');
  if (!existsSync(join(folder, 'complete'))) {
    await mkdir(cacheFolder(), { recursive: true });
    await runProgram('python3', ['-m', 'venv', '--clear', folder]);
    await runProgram(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
    // A virtual environment cannot be moved into place, so its last file says that it is whole.
    await writeFile(join(folder, 'complete'), '');
  }
  return python;
}
