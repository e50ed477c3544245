import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { findPython } from '../contestants/virtual-environment.js';
import { packageFile } from '../package-file.js';
import { runProgram } from '../run-program.js';
import type { DataSet } from './data-set.js';
import { objectPath, objectsFolder, BUCKET } from './places.js';

/** Makes a data set unless it is there already, made by the same definition. */
export async function makeData(set: DataSet): Promise<void> {
  const folder = join(objectsFolder(), BUCKET);
  const pack = Object.entries(set.packed ?? {}).flatMap(([plain, all]) => all.map((key) => [plain, key] as const));
  const definition = JSON.stringify([set.statements(''), set.keys, pack]);
  const version = createHash('sha256').update(definition).digest('hex').slice(0, 32);
  const stamp = join(cacheFolder(), 'made', `${set.name}-${version}`);
  if (existsSync(stamp)) return;
  process.stderr.write(`making ${set.name}\n`);
  for (const key of set.keys) await mkdir(dirname(objectPath(key)), { recursive: true });
  const job = {
    statements: set.statements(folder),
    tpch: set.tpch ?? false,
    pack: pack.map((pair) => pair.map(objectPath)),
    etags: [...set.keys, ...pack.map(([, key]) => key)].map((key) => [objectPath(key), version]),
  };
  await runProgram(await findPython(), [packageFile('python/generate.py')], { input: JSON.stringify(job) });
  await mkdir(join(cacheFolder(), 'made'), { recursive: true });
  await writeFile(stamp, '');
}
