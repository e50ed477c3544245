import type { Stats } from 'node:fs';
import { EngineError } from '../errors.js';

/** The error for something that has a path but is not a regular file. */
export function describeFileKind(uri: string, stats: Stats): EngineError {
  if (stats.isDirectory()) {
    return new EngineError('SOURCE_UNSUPPORTED', `${uri} is a directory, not a file`, {
      hint: `Read its files with a pattern: ${uri.replace(/\/?$/, '/*.csv')}`,
    });
  }
  const kind = stats.isFIFO() ? 'a FIFO' : stats.isSocket() ? 'a socket' : 'a device';
  return new EngineError('SOURCE_UNSUPPORTED', `${uri} is ${kind}, not a regular file`, {
    hint: 'Save the data to a file first; only regular files can be read exactly and more than once.',
  });
}
