import { applyEdits, modify, parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { chmod, copyFile, mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ProxyError } from '../errors.js';
import type { ServerEntry } from './server-entry.js';

export interface MergeOptions {
  readonly property: string;
  readonly name: string;
  readonly entry: ServerEntry;
  readonly now: Date;
}

export interface Merged {
  readonly path: string;
  /** The file as it was before, if there was one. */
  readonly backup?: string;
  readonly replaced: boolean;
}

const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

/** Puts one server into a client's file. Comments and everything else in it stay as they are; it is replaced whole or not at all. */
export async function mergeFile(file: string, { property, name, entry, now }: MergeOptions): Promise<Merged> {
  // A link into a repository of dotfiles stays a link.
  const path = await realpath(file).catch(() => file);
  const before = await readIfThere(path);
  const text = before === undefined || before.trim() === '' ? '{}\n' : before;
  const replaced = existing(text, path, property)[name] !== undefined;
  const after = applyEdits(text, modify(text, [property, name], entry, FORMAT));
  const backup = before === undefined ? undefined : `${path}.${stamp(now)}.bak`;
  await mkdir(dirname(path), { recursive: true });
  if (backup !== undefined) await copyFile(path, backup);
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, after, { mode: 0o600 });
  // What was open to others may stay so; a new file is its owner's alone.
  if (before !== undefined) await chmod(temporary, (await stat(path)).mode & 0o777);
  await rename(temporary, path);
  return { path, replaced, ...(backup === undefined ? {} : { backup }) };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ProxyError('USAGE', `${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** The servers in a file; one that cannot be understood is left alone. */
function existing(text: string, path: string, property: string): Readonly<Record<string, unknown>> {
  const errors: ParseError[] = [];
  const root: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw new ProxyError('USAGE', `${path} is not valid JSON (line ${line}: ${printParseErrorCode(error.error)})`, { hint: 'Nothing was changed; repair the file first.' });
  }
  const servers = isRecord(root) ? (root[property] ?? {}) : undefined;
  if (!isRecord(servers)) throw new ProxyError('USAGE', `${path} holds no object of ${property}`, { hint: 'Nothing was changed; repair the file first.' });
  return servers;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const stamp = (now: Date): string => now.toISOString().replace(/\D/g, '').slice(0, 17);
