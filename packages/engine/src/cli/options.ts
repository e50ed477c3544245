import { InvalidArgumentError, Option, type Command } from 'commander';
import { dirname } from 'node:path';
import { pino } from 'pino';
import type { EngineOptions } from '../engine.js';
import { databricksSettings } from '../remote/databricks/databricks-settings.js';
import type { Format } from '../result/formats/format-answer.js';
import { FORMAT_NAMES } from '../result/formats/format-answer.js';
import { globPrefix, isGlob, parseUri } from '../source/uri.js';
import { collect } from './collect.js';
import { parseCount, parsePositive, parseSize } from './parse-size.js';

const STDERR = 2;

/** What an engine is made from, on a command line. */
export interface EngineCommandOptions {
  readonly root: readonly string[];
  readonly allow: readonly string[];
  readonly timeout?: number;
  readonly maxMemory?: number;
  readonly maxTemp?: number;
  readonly maxObjects?: number;
  readonly cache: string;
  readonly maxCache?: number;
  readonly threads?: number;
  readonly logLevel: string;
}

/** What every command of `sluice` takes. */
export interface CommonOptions extends EngineCommandOptions {
  readonly format?: Format;
}

export function addCommonOptions(command: Command): Command {
  addEngineOptions(command, { cache: 'off' });
  return command.addOption(new Option('--format <format>', 'how to print (default: table on a terminal, csv elsewhere)').choices(FORMAT_NAMES));
}

/** @param defaults a command asks little twice, a server does */
export function addEngineOptions(command: Command, defaults: { readonly cache: 'off' | 'memory' }): Command {
  return command
    .addOption(new Option('--root <dir>', 'folder whose files may be read; repeatable').argParser(collect).default([], './data'))
    .addOption(
      new Option('--allow <uri>', 's3://bucket/prefix that may be read; repeatable').argParser(collect).default([], 'all that your credentials can read'),
    )
    .option('--timeout <seconds>', 'give up after so long (default: 120)', parsePositive)
    .option('--max-memory <size>', 'memory of all processes together (default: 1GB)', parseSize)
    .option('--max-temp <size>', 'temporary disk (default: 10GB)', parseSize)
    .option('--cache <where>', 'keep columns that were read for later questions: off, memory (until the command ends), or a folder', defaults.cache)
    .option('--max-cache <size>', 'what kept columns may take on disk (default: 4GB)', parseSize)
    .option('--max-objects <n>', 'files that a pattern may match (default: 10000)', parseCount)
    .option('--threads <n>', 'threads of DuckDB (default: all processors)', parseCount)
    .addOption(new Option('--log-level <level>', 'log to stderr as JSON').choices(['silent', 'error', 'info', 'debug']).default('silent'));
}

/** @param named paths that the command line itself names: naming a file is leave to read it */
export function engineOptions(options: EngineCommandOptions, named: readonly string[] = []): EngineOptions {
  const { root, allow, timeout, maxMemory, maxTemp, maxObjects, maxCache, threads, cache } = options;
  const databricks = databricksSettings(process.env);
  return {
    ...(databricks === undefined ? {} : { databricks }),
    roots: [...(root.length > 0 ? root : ['data']), ...named.flatMap(rootOf)],
    allow,
    cache,
    logger: pino({ level: options.logLevel, base: null }, pino.destination(STDERR)),
    limits: {
      ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
      ...(maxMemory === undefined ? {} : { maxMemoryBytes: maxMemory }),
      ...(maxTemp === undefined ? {} : { maxTempBytes: maxTemp }),
      ...(maxCache === undefined ? {} : { maxCacheBytes: maxCache }),
      ...(maxObjects === undefined ? {} : { maxObjects }),
      ...(threads === undefined ? {} : { threads }),
    },
  };
}

/** The file itself, or the folder that a pattern begins in. */
function rootOf(uri: string): string[] {
  const location = parseUri(uri);
  if (location.kind !== 'file') return [];
  return [isGlob(location.path) ? dirname(`${globPrefix(location.path)}.`) : location.path];
}

/** `name=uri` pairs; a name given twice stands for several files. */
export function parseTable(value: string, tables: Readonly<Record<string, readonly string[]>> = {}): Record<string, string[]> {
  const at = value.indexOf('=');
  if (at < 1 || at === value.length - 1) throw new InvalidArgumentError('Write name=uri, e.g. orders=s3://bucket/orders.csv.');
  const name = value.slice(0, at);
  const all = Object.fromEntries(Object.entries(tables).map(([key, uris]) => [key, [...uris]]));
  return { ...all, [name]: [...(tables[name] ?? []), value.slice(at + 1)] };
}
