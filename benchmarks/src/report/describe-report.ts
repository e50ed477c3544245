import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { packageFile } from '../package-file.js';
import type { Row } from '../race/result.js';
import type { Report } from './report.js';

/** Rows with what one must know to judge them. */
export async function describeReport(set: string, rows: readonly Row[]): Promise<Report> {
  const pins = await readFile(packageFile('python/requirements.txt'), 'utf8');
  return {
    set,
    machine: `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    versions: [`Node ${process.versions.node}`, ...pins.trim().split('\n').map((pin) => pin.replace('==', ' '))],
    rows,
  };
}
