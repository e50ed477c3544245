import { isGlob } from '@sluice/engine';
import type { Services } from '../tool/tool.js';

type Needs = Pick<Services, 'engine' | 'places'>;

/** More are never shown. */
const MAX_VALUES = 100;
const LOOK_MS = 2_000;

/** Files whose names begin with what was typed; with nothing typed, where files may be. Whatever fails gives none. */
export async function completeUri(typed: string, { engine, places }: Needs): Promise<string[]> {
  if (isGlob(typed)) return [];
  const isPlaced = typed.startsWith('/') || typed.includes('://');
  const prefixes = isPlaced ? [typed] : places.roots.map((root) => `${root}/${typed}`);
  const found = await Promise.all(prefixes.map((prefix) => engine.listFiles(`${prefix}{*,*/**}`, { timeoutMs: LOOK_MS }).catch(() => [])));
  const allowed = places.allow.filter((place) => place.startsWith(typed));
  return [...found.flat().map(({ uri }) => uri), ...allowed].slice(0, MAX_VALUES);
}

/** Names of a file's columns that begin with what was typed, in any capitals. */
export async function completeColumn(typed: string, uri: string | undefined, { engine }: Needs): Promise<string[]> {
  if (uri === undefined || uri === '') return [];
  const files = await engine.inspect(uri, { timeoutMs: LOOK_MS }).catch(() => []);
  const names = new Set(files.flatMap(({ reading }) => reading.columns.map(({ name }) => name)));
  return [...names].filter((name) => name.toLowerCase().startsWith(typed.toLowerCase())).slice(0, MAX_VALUES);
}
