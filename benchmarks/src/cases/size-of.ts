import { statSync } from 'node:fs';
import { objectPath } from '../data/places.js';

/** A size as people say it. */
export function sizeOf(key: string): string {
  const { size } = statSync(objectPath(key));
  return size >= 1e9 ? `${(size / 1e9).toFixed(1)} GB` : size >= 1e6 ? `${(size / 1e6).toFixed(0)} MB` : `${(size / 1e3).toFixed(0)} kB`;
}
