import { constants, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { EngineError } from '../errors.js';
import { describeFileKind } from './file-kind.js';
import { readOrdered, type FillPart } from './read-ordered.js';
import type { ByteRange, Source } from './source.js';

const READ_BYTES = 1 << 20;
/** While one part is looked at, the next one is read. */
const READS_AHEAD = 2;

/** The version of a file: what changes when its content does. */
export const fileEtag = (stats: Stats): string =>
  [stats.mtimeMs, stats.size, stats.ino].map((n) => Math.round(n).toString(16)).join('-');

/** Opens a regular file; `path` must be a real path that the caller may read. */
export async function openLocalFile(uri: string, path: string): Promise<Source> {
  const stats = await statRegular(uri, path);
  const etag = fileEtag(stats);
  const assertUnchanged = async (): Promise<void> => {
    const now = await stat(path).catch(() => undefined);
    if (now === undefined || fileEtag(now) !== etag) throw changed(uri);
  };
  return {
    uri,
    size: stats.size,
    etag,
    modified: stats.mtime,
    localPath: path,
    assertUnchanged,
    async *read(range: ByteRange, signal: AbortSignal) {
      yield* readRange(uri, path, range, signal);
      await assertUnchanged();
    },
  };
}

async function* readRange(uri: string, path: string, range: ByteRange, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  if (range.end <= range.start) return;
  await using file = await open(path, constants.O_RDONLY);
  const fill: FillPart = async ({ start }, { bytes, onFilled }, stop) => {
    for (let filled = 0; filled < bytes.length; ) {
      stop.throwIfAborted();
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) throw changed(uri);
      onFilled((filled += bytesRead));
    }
  };
  yield* readOrdered(range, fill, { partBytes: READ_BYTES, concurrency: READS_AHEAD, signal });
}

/** Never opens anything but a regular file: opening a FIFO would block, a device could do anything. */
async function statRegular(uri: string, path: string): Promise<Stats> {
  const before = await stat(path).catch((cause: unknown) => {
    throw fileError(uri, cause);
  });
  if (!before.isFile()) throw describeFileKind(uri, before);
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: unknown) => {
    throw fileError(uri, cause);
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw describeFileKind(uri, stats);
    return stats;
  } finally {
    await handle.close();
  }
}

function fileError(uri: string, cause: unknown): EngineError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') {
    return new EngineError('SOURCE_DENIED', `The file ${uri} may not be read by this user`, {
      hint: 'Give this user permission to read it, or name another file.',
      cause,
    });
  }
  return new EngineError('SOURCE_NOT_FOUND', `There is no file ${uri}`, { hint: 'Check the name.', cause });
}

const changed = (uri: string): EngineError =>
  new EngineError('SOURCE_CHANGED', `${uri} changed while it was being read`, {
    hint: 'Ask again when nothing writes to it.',
  });
