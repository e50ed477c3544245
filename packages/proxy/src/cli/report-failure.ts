import { toProxyError } from '../errors.js';

const FAULT = 1;
const USAGE = 2;

/** Says on stderr what was wrong and what to do. @returns the exit code */
export function reportFailure(error: unknown): number {
  const { code, message, options } = toProxyError(error);
  process.stderr.write(`error ${code}: ${message}\n${options.hint === undefined ? '' : `hint: ${options.hint}\n`}`);
  return code === 'USAGE' ? USAGE : FAULT;
}
