import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** Nothing that is there can have the name already. */
export const uniqueName = (name: string, extension: string): string => `${name}-${randomBytes(4).toString('hex')}.${extension}`;

export interface FileDigest {
  readonly bytes: number;
  readonly sha256: string;
}

export async function digestFile(path: string, signal: AbortSignal): Promise<FileDigest> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}
