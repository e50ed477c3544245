import { InvalidArgumentError } from 'commander';
import { readSize, SIZE_HELP } from './size-text.js';

/** Bytes from `512MB`, `1.5 GiB` or a plain number. */
export function parseSize(text: string): number {
  const bytes = readSize(text);
  if (bytes === undefined) throw new InvalidArgumentError(SIZE_HELP);
  return bytes;
}

export function parsePositive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Write a positive number.');
  return value;
}

export function parseCount(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Write a whole number.');
  return value;
}
