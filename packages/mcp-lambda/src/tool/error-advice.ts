import { EngineError, nearest } from '@sluice/engine';
import type { Places, Services } from './tool.js';
import { ToolError } from './tool-error.js';

/** The engine's hints name options of its command line; who calls a tool has arguments instead. */
const WORDS: readonly (readonly [pattern: RegExp, words: string | ((found: string) => string)])[] = [
  [/sluice ls '([^']*)'/g, 'call list_files with pattern $1'],
  [/(?: --table \S+?=.+?)+(?=: |$)/g, tablesText],
  [/--(engine|dialect) (\w+)/g, '$1: "$2"'],
  [/--table\b/g, 'the argument tables'],
  [/--timeout\b/g, 'timeout_s'],
  [/--bad-rows (\w+)/g, 'bad_rows: "$1"'],
  [/\braise (--[a-z-]+)/gi, 'have whoever runs this server raise $1'],
];

const NEAREST = 3;
const MAX_NAME_CHARS = 100;
const LOOK_MS = 2_000;

/** Says what a caller can do next here: the nearest files, what may be read, the tool's own arguments. */
export async function withAdvice(error: unknown, services: Pick<Services, 'engine' | 'places'>): Promise<unknown> {
  if (!(error instanceof EngineError)) return error;
  return new ToolError(error.code, error.message, await nextStep(error, services), error);
}

async function nextStep({ code, hint = 'Change the call and try again.', uri }: EngineError, { engine, places }: Pick<Services, 'engine' | 'places'>): Promise<string> {
  if (code === 'SOURCE_NOT_ALLOWED') return `${allowedText(places)} For more, whoever runs this server can set --root or --allow.`;
  if (code === 'SOURCE_NOT_FOUND' && uri !== undefined) return await nearestFiles(uri, { engine, places });
  return WORDS.reduce((text, [pattern, words]) => (typeof words === 'string' ? text.replace(pattern, words) : text.replace(pattern, words)), hint);
}

/** ` --table a=x --table b=y` as the argument of a tool. */
function tablesText(options: string): string {
  const pairs = options.split(' --table ').slice(1).map((option): [string, string] => [option.slice(0, option.indexOf('=')), option.slice(option.indexOf('=') + 1)]);
  return `, tables: ${JSON.stringify(Object.fromEntries(pairs))}`;
}

async function nearestFiles(uri: string, { engine, places }: Pick<Services, 'engine' | 'places'>): Promise<string> {
  const folder = uri.slice(0, uri.lastIndexOf('/') + 1);
  const isRelative = !uri.startsWith('/') && !uri.includes('://');
  const folders = isRelative ? places.roots.map((root) => `${root}/${folder}`) : [folder];
  const listed = await Promise.all(folders.map((place) => engine.listFiles(`${place}*`, { timeoutMs: LOOK_MS }).catch(() => [])));
  const byName = new Map(listed.flat().map((file) => [nameOf(file.uri), file.uri]));
  const like = nearest(nameOf(uri).slice(0, MAX_NAME_CHARS), [...byName.keys()], NEAREST).map((name) => byName.get(name));
  return like.length === 0 ? `Call list_files to see what is there, e.g. with pattern ${JSON.stringify(`${folder}**`)}.` : `The nearest files: ${like.join(', ')}. list_files shows all.`;
}

const nameOf = (uri: string): string => uri.slice(uri.lastIndexOf('/') + 1);

export function allowedText({ roots, allow }: Places): string {
  const s3 = allow.length === 0 ? 'any S3 object that the server has credentials for' : allow.join(', ');
  const places = [...(roots.length === 0 ? [] : [`files under ${roots.join(', ')}`]), s3];
  return `May be read: ${places.join('; ')}.`;
}
