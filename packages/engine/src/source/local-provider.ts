import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import { EngineError } from '../errors.js';
import { describeFileKind } from './file-kind.js';
import { fileEtag, openLocalFile } from './local-file.js';
import { isInside, notAllowed, realRoots, resolveInRoots } from './local-path.js';
import type { ListedObject, SourceProvider } from './source.js';
import { globPrefix, parseUri } from './uri.js';

export interface LocalProviderOptions {
  /** Folders whose files may be read. */
  readonly roots: readonly string[];
  readonly maxObjects: number;
}

/** Files under the roots. Symbolic links are followed only where they end inside a root. */
export function createLocalProvider({ roots, maxObjects }: LocalProviderOptions): SourceProvider {
  return {
    async open(uri) {
      return await openLocalFile(uri, await resolveInRoots(pathOf(uri), roots));
    },
    async openTail(uri) {
      return { source: await openLocalFile(uri, await resolveInRoots(pathOf(uri), roots)), tail: new Uint8Array() };
    },
    async listFolder(folder, signal) {
      const real = await resolveInRoots(pathOf(folder), roots).catch((error: unknown) => {
        if (error instanceof EngineError && error.code === 'SOURCE_NOT_FOUND') return undefined;
        throw error;
      });
      if (real === undefined || !(await stat(real)).isDirectory()) return [];
      const entries = await readdir(real, { recursive: true, withFileTypes: true });
      signal.throwIfAborted();
      const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
      const reals = realRoots(roots);
      // By the name that was given, as what lies in S3 is.
      return await Promise.all(paths.sort().map(async (path) => ({ ...(await statListed(path, reals)), uri: join(pathOf(folder), relative(real, path)) })));
    },
    async list(glob, signal) {
      const pattern = pathOf(glob);
      const candidates = isAbsolute(pattern) ? [pattern] : [pattern, ...roots.map((root) => join(root, pattern))];
      let allowed = false;
      for (const candidate of candidates) {
        const found = await listBelow(candidate, { roots, maxObjects, signal });
        if (found !== undefined && found.length > 0) return found;
        allowed ||= found !== undefined;
      }
      if (!allowed) throw notAllowed(glob, roots);
      return [];
    },
  };
}

function pathOf(uri: string): string {
  const location = parseUri(uri);
  if (location.kind !== 'file') throw new TypeError(`not a local path: ${uri}`);
  return location.path;
}

interface ListOptions extends LocalProviderOptions {
  readonly signal: AbortSignal;
}

/** @returns `undefined` when the pattern's folder lies outside the roots */
async function listBelow(pattern: string, { roots, maxObjects, signal }: ListOptions): Promise<ListedObject[] | undefined> {
  const prefix = globPrefix(pattern);
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1) || '.';
  const realFolder = await realpath(folder).catch(() => undefined);
  const reals = realRoots(roots);
  const place = realFolder ?? resolve(folder);
  if (!reals.some((root) => isInside(place, root))) return undefined;
  if (realFolder === undefined) return [];
  const matches = picomatch(pattern, { dot: false });
  const recursive = pattern.slice(folder === '.' ? 0 : folder.length).includes('/');
  const names: string[] = [];
  for (const entry of await readdir(folder, { recursive, withFileTypes: true })) {
    signal.throwIfAborted();
    const path = folder === '.' && entry.parentPath === '.' ? entry.name : join(entry.parentPath, entry.name);
    if (!entry.isDirectory() && matches(path)) names.push(path);
    if (names.length > maxObjects) throw tooMany(pattern, maxObjects);
  }
  return await Promise.all(names.sort().map((path) => statListed(path, reals)));
}

/** A pattern that also meets a FIFO, a device or a link out of the roots is an error: nothing is passed over silently. */
async function statListed(path: string, reals: readonly string[]): Promise<ListedObject> {
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined || !reals.some((root) => isInside(real, root))) {
    throw new EngineError('SOURCE_NOT_ALLOWED', `${path} matches the pattern but leads outside the folders that may be read`, {
      hint: 'Name the files one by one, or move the link away.',
    });
  }
  const stats = (await lstat(path)).isSymbolicLink() ? await stat(real) : await lstat(path);
  if (!stats.isFile()) throw describeFileKind(path, stats);
  return { uri: path, size: stats.size, etag: fileEtag(stats), modified: stats.mtime };
}

const tooMany = (pattern: string, maxObjects: number): EngineError =>
  new EngineError('SCAN_LIMIT', `${pattern} matches more than ${maxObjects} files`, {
    hint: 'Use a narrower pattern, or raise --max-objects.',
  });
