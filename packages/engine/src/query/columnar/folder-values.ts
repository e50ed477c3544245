import { z } from 'zod';
import type { Scope } from '../../database/database.js';
import { quoteLiteral } from '../../database/quote.js';
import { EVERYTHING } from '../../parquet/everything.js';

/** Columns that folders' names give, as in `year=2024/month=01/x.parquet`: the same for every file. */
export interface FolderColumns {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** By file, then by column; `undefined` for NULL. */
  readonly values: readonly (readonly (string | undefined)[])[];
}

const NONE: FolderColumns = { columns: [], values: [] };
const DEFAULT_PARTITION = '__HIVE_DEFAULT_PARTITION__';
/** From the narrowest. */
const TYPES = ['BIGINT', 'DATE'] as const;

/**
 * Reads columns off the names of folders, with the narrowest type that writes every value as it stands there.
 * @param below the files' names from where their table begins
 */
export async function folderColumns(scope: Scope, below: readonly string[]): Promise<FolderColumns> {
  const pairs = below.map((name) => name.split('/').slice(0, -1).flatMap((part) => pairOf(part)));
  const names = pairs[0]?.map(({ name }) => name) ?? [];
  const isSame = pairs.every((each) => JSON.stringify(each.map(({ name }) => name)) === JSON.stringify(names));
  if (names.length === 0 || !isSame || new Set(names).size < names.length) return NONE;
  const values = pairs.map((each) => each.map(({ value }) => value));
  const columns = await Promise.all(names.map(async (name, i) => ({ name, type: await typeOf(scope, [...new Set(values.flatMap((row) => row[i] ?? []))]) })));
  return { columns, values };
}

function pairOf(part: string): { name: string; value: string | undefined }[] {
  const [, name, text] = /^([^=]+)=(.*)$/.exec(part) ?? [];
  if (name === undefined || text === undefined) return [];
  return [{ name: decoded(name), value: text === DEFAULT_PARTITION ? undefined : decoded(text) }];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function typeOf(scope: Scope, texts: readonly string[]): Promise<string> {
  if (texts.length === 0) return 'VARCHAR';
  const fits = TYPES.map((type) => `bool_and(coalesce(CAST(TRY_CAST(v AS ${type}) AS VARCHAR) = v, false))`);
  const { rows } = await scope.rows(`SELECT ${fits.join(', ')} FROM (VALUES ${texts.map((text) => `(${quoteLiteral(text)})`).join(', ')}) AS t(v)`, EVERYTHING);
  return TYPES.find((_, i) => z.array(z.boolean()).parse(rows[0])[i]) ?? 'VARCHAR';
}
