import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const VERSION = 24;

/** Node as Lambda has it: the one that runs, if it is that one, else the binary that the npm package `node` carries. */
export async function findNode24(): Promise<string> {
  if (process.versions.node.startsWith(`${VERSION}.`)) return process.execPath;
  const { stdout } = await promisify(execFile)('npx', ['--yes', `--package=node@${VERSION}`, '--', 'which', 'node']);
  return stdout.trim();
}
