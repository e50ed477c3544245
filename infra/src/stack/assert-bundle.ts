import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { InfraError } from '../errors.js';
import type { Parameters } from '../parameters/parameters.js';

type Arch = 'x64' | 'arm64';

/** In the heading of an ELF file: what processor its code is for. */
const MACHINE_OFFSET = 18;
const MACHINES: Readonly<Record<number, Arch>> = { 62: 'x64', 183: 'arm64' };

/** What Node calls the processor of a stage's function. */
export const bundleArch = ({ architecture }: Pick<Parameters, 'architecture'>): Arch => (architecture === 'arm64' ? 'arm64' : 'x64');

/** @throws InfraError when there is no bundle, or its native code is for another processor: the function could not load it */
export function assertBundle(bundle: string, parameters: Pick<Parameters, 'architecture' | 'stage'>): void {
  if (!existsSync(join(bundle, 'index.js')) && !existsSync(join(bundle, 'index.mjs'))) {
    throw new InfraError(`There is no Lambda bundle in ${bundle}`, 'Run: npm run bundle:lambda');
  }
  const native = join(bundle, 'duckdb.node');
  const found = existsSync(native) ? MACHINES[machineOf(native)] : undefined;
  if (found === undefined || found === bundleArch(parameters)) return;
  throw new InfraError(`The bundle in ${bundle} is for ${found}, the function of ${parameters.stage} for ${parameters.architecture}`, `Run: npm run infra -- bundle --stage ${parameters.stage}`);
}

function machineOf(path: string): number {
  const bytes = Buffer.alloc(2);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, 2, MACHINE_OFFSET);
  } finally {
    closeSync(file);
  }
  return bytes.readUInt16LE();
}
