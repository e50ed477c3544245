import { VERSION, type Engine } from '@sluice/engine';
import { z } from 'zod';

const CHECK_MS = 5_000;

export interface Health {
  readonly status: 'ok' | 'degraded';
  readonly version: string;
  readonly duckdb: string | null;
  readonly places: readonly { readonly uri: string; readonly reachable: boolean; readonly error?: string }[];
  readonly cache: { readonly copies: number; readonly bytes: number; readonly maxBytes: number } | null;
}

/** Asks what a function needs whether it is there. */
export async function readHealth(engine: Engine): Promise<Health> {
  const [duckdb, places] = await Promise.all([duckdbVersion(engine), checkPlaces(engine)]);
  const usage = engine.cacheUsage();
  return {
    status: duckdb !== null && places.every(({ reachable }) => reachable) ? 'ok' : 'degraded',
    version: VERSION,
    duckdb,
    places,
    cache: usage === undefined ? null : { ...usage, maxBytes: engine.limits.maxCacheBytes },
  };
}

const duckdbVersion = (engine: Engine): Promise<string | null> =>
  engine.query('SELECT version()', { timeoutMs: CHECK_MS }).then(
    ({ rows }) => z.string().parse(rows[0]?.[0]),
    () => null,
  );

async function checkPlaces(engine: Engine): Promise<Health['places']> {
  const checked = await engine.checkPlaces({ timeoutMs: CHECK_MS }).catch(() => []);
  return checked.map(({ uri, failure }) => ({ uri, reachable: failure === undefined, ...(failure !== undefined && { error: `${failure.code}: ${failure.message}` }) }));
}
