/** Prints the folder of the commands that `infra/requirements.txt` pins, made in the user's cache once for each list of pins. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const requirements = fileURLToPath(new URL('../infra/requirements.txt', import.meta.url));
const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sluice', `infra-tools-${hash}`);
if (!existsSync(join(folder, 'complete'))) {
  mkdirSync(folder, { recursive: true });
  run('python3', ['-m', 'venv', '--clear', folder]);
  run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  writeFileSync(join(folder, 'complete'), '');
}
process.stdout.write(join(folder, 'bin'));

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? status}. Python 3.11 or newer is needed.`);
}
