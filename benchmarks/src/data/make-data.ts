import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { benchPython } from '../contestants/bench-python.js';
import { packageFile } from '../package-file.js';
import { runProgram } from '../run-program.js';
import type { DataSet } from './data-set.js';
import { objectPath } from './places.js';

/** Makes a data set unless it is there already, made by the same definition. */
export async function makeData(set: DataSet): Promise<void> {
  const pack = Object.entries(set.packed ?? {}).flatMap(([plain, all]) => all.map((key) => [plain, key] as const));
  const definition = JSON.stringify([set.statements(''), set.keys, pack]);
  const version = createHash('sha256').update(definition).digest('hex').slice(0, 32);
  const stamp = join(cacheFolder(), 'made', set.name);
  if ((await readIfThere(stamp)) === version) return;
  process.stderr.write(`making ${set.name}\n`);
  await generate(set, pack, version);
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, version);
}

/** Makes the objects beside their place and moves them there: whoever reads the old ones meanwhile reads them whole. */
async function generate(set: DataSet, pack: readonly (readonly [string, string])[], version: string): Promise<void> {
  const folder = join(cacheFolder(), `making-${process.pid}`);
  const keys = [...set.keys, ...pack.map(([, key]) => key)];
  for (const key of keys) await mkdir(dirname(join(folder, key)), { recursive: true });
  try {
    const job = {
      statements: set.statements(folder),
      tpch: set.tpch ?? false,
      pack: pack.map((pair) => pair.map((key) => join(folder, key))),
      etags: keys.map((key) => [join(folder, key), version]),
    };
    await runProgram(await benchPython(), [packageFile('python/generate.py')], { input: JSON.stringify(job) });
    for (const key of keys) {
      await mkdir(dirname(objectPath(key)), { recursive: true });
      await rename(join(folder, key), objectPath(key));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

const readIfThere = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
