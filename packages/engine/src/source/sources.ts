import { EngineError } from '../errors.js';
import type { ListedObject, Source, SourceProvider } from './source.js';
import { isGlob, parseUri } from './uri.js';

/** Opens in parallel, but not so many at once that a thousand objects exhaust sockets or file handles. */
const OPEN_AT_ONCE = 16;

export interface Sources {
  /** Opens what names and globs stand for, in order; a glob that matches nothing is an error. */
  resolve(uris: readonly string[], signal: AbortSignal): Promise<Source[]>;
  /** What one name or glob stands for, without opening it. */
  list(uri: string, signal: AbortSignal): Promise<ListedObject[]>;
}

/** Sends each URI to the provider of its kind. A new kind of source is one more entry here. */
export function createSources(providers: Readonly<Record<'s3' | 'file', SourceProvider>>): Sources {
  const providerOf = (uri: string): SourceProvider => providers[parseUri(uri).kind];
  const list = async (uri: string, signal: AbortSignal): Promise<ListedObject[]> => {
    if (isGlob(uri)) return await providerOf(uri).list(uri, signal);
    const { size, etag, modified } = await providerOf(uri).open(uri, signal);
    return [{ uri, size, etag, modified }];
  };
  return {
    list,
    async resolve(uris, signal) {
      const names = await Promise.all(uris.map((uri) => expand(uri, providerOf(uri), signal)));
      return await mapAtOnce(names.flat(), OPEN_AT_ONCE, (uri) => providerOf(uri).open(uri, signal));
    },
  };
}

async function expand(uri: string, provider: SourceProvider, signal: AbortSignal): Promise<string[]> {
  if (!isGlob(uri)) return [uri];
  const found = await provider.list(uri, signal);
  if (found.length > 0) return found.map((object) => object.uri);
  throw new EngineError('SOURCE_NOT_FOUND', `Nothing matches ${uri}`, {
    hint: 'Check the pattern; ** crosses folders, * does not.',
  });
}

async function mapAtOnce<T, R>(items: readonly T[], atOnce: number, map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array<R>(items.length);
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
