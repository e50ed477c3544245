import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { EngineError } from '../errors.js';

const OTHERS_MAY_WRITE = 0o022;

/**
 * A folder for copies, made with mode 0700 where it is missing. What others may write, answers cannot rest on.
 * @returns its real path
 */
export function ownFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new EngineError('USAGE', `The cache folder ${path} cannot be made`, { hint: 'Name a folder that you may write to.', cause });
  }
  const { mode } = statSync(path);
  if (process.platform !== 'win32' && (mode & OTHERS_MAY_WRITE) !== 0) {
    throw new EngineError('USAGE', `Others may write to the cache folder ${path}`, { hint: `Take their leave away: chmod 700 '${path}', or name another folder.` });
  }
  return realpathSync(path);
}
