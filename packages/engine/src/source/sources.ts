import { EngineError } from '../errors.js';
import type { ListedObject, PlaceCheck, Source, SourceProvider } from './source.js';
import { isGlob, parseUri, type Location } from './uri.js';

/** Opens in parallel, but not so many at once that a thousand objects exhaust sockets or file handles. */
const OPEN_AT_ONCE = 16;

export interface Sources extends AsyncDisposable {
  /** Opens what names and globs stand for, in order; a glob that matches nothing is an error. */
  resolve(uris: readonly string[], signal: AbortSignal): Promise<Source[]>;
  /** Begins to load what reading from the places that a text names will need, while there is something else to wait for. */
  prepare(text: string): void;
  /** Whether the places of a kind that may be read answer. */
  check(kind: Location['kind'], signal: AbortSignal): Promise<PlaceCheck[]>;
  /** What one name or glob stands for, without opening it. */
  list(uri: string, signal: AbortSignal): Promise<ListedObject[]>;
}

/** Providers by kind of URI, made when first used: what is not used need not be loaded. */
export type Providers = Readonly<Record<Location['kind'], () => Promise<SourceProvider>>>;

/** Sends each URI to the provider of its kind. A new kind of source is one more entry in `Providers`. */
export function createSources(providers: Providers): Sources {
  const made = new Map<string, Promise<SourceProvider>>();
  const providerOfKind = (kind: Location['kind']): Promise<SourceProvider> => {
    const provider = made.get(kind) ?? providers[kind]();
    made.set(kind, provider);
    return provider;
  };
  const providerOf = async (uri: string): Promise<SourceProvider> => await providerOfKind(parseUri(uri).kind);
  const list = async (uri: string, signal: AbortSignal): Promise<ListedObject[]> => {
    const provider = await providerOf(uri);
    if (isGlob(uri)) return await provider.list(uri, signal);
    const { size, etag, modified } = await provider.open(uri, signal);
    return [{ uri, size, etag, modified }];
  };
  return {
    async [Symbol.asyncDispose]() {
      for (const provider of made.values()) (await provider).dispose?.();
    },
    prepare(text) {
      // What cannot be loaded will be told by who needs it.
      if (text.includes('s3://')) providerOfKind('s3').catch(() => {});
    },
    check: async (kind, signal) => (await (await providerOfKind(kind)).check?.(signal)) ?? [],
    list,
    async resolve(uris, signal) {
      const names = await Promise.all(uris.map(async (uri) => await expand(uri, await providerOf(uri), signal)));
      return await mapAtOnce(names.flat(), OPEN_AT_ONCE, async ({ uri, listed }) => await (await providerOf(uri)).open(uri, signal, listed));
    },
  };
}

interface Named {
  readonly uri: string;
  readonly listed?: ListedObject;
}

async function expand(uri: string, provider: SourceProvider, signal: AbortSignal): Promise<Named[]> {
  if (!isGlob(uri)) return [{ uri }];
  const found = await provider.list(uri, signal);
  if (found.length > 0) return found.map((listed) => ({ uri: listed.uri, listed }));
  // A name may contain a glob's characters: `report[1].csv`.
  const literal = await provider.open(uri, signal).catch(() => undefined);
  if (literal !== undefined) return [{ uri }];
  throw new EngineError('SOURCE_NOT_FOUND', `Nothing matches ${uri}`, {
    hint: 'Check the pattern; ** crosses folders, * does not.',
    uri,
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
