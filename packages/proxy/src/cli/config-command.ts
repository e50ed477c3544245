import type { Command } from 'commander';
import { resolve } from 'node:path';
import { CLIENTS, type ClientKind } from '../client-config/clients.js';
import { mergeFile } from '../client-config/merge-file.js';
import { cursorInstallLink, serverEntry, type ServerEntry } from '../client-config/server-entry.js';
import { readClientPlaces, readConfig, readEnvForClients, type ProxyConfig, type ProxyFlags } from '../config.js';
import { ProxyError } from '../errors.js';
import { reportFailure } from './report-failure.js';

export interface ConfigFlags extends ProxyFlags {
  readonly client: string;
  readonly name?: string;
  readonly write: boolean;
}

interface Planned {
  readonly kind: ClientKind;
  readonly name: string;
  readonly entry: ServerEntry;
}

/** Prints what the client wants in its file, or puts it there. stdout carries the JSON alone; what to do goes to stderr. */
export async function printClientConfig(url: string, flags: ConfigFlags, command: Command): Promise<void> {
  try {
    const config = await readConfig(url, flags);
    const kind = CLIENTS[flags.client];
    if (kind === undefined) throw new ProxyError('USAGE', `There is no client ${flags.client}`);
    const name = flags.name ?? config.endpoint.url.hostname.split('.')[0] ?? 'mcp';
    const { env, notes } = readEnvForClients(config);
    const entry = serverEntry(kind, { node: process.execPath, script: resolve(process.argv[1] ?? ''), url: config.endpoint.url.href, flags: flagsFor(command, config), env });
    const path = kind.path(readClientPlaces());
    await (flags.write ? write(path, { kind, name, entry }) : print(path, { kind, name, entry }));
    if (flags.client === 'cursor') say(`Or open this link: ${cursorInstallLink(name, entry)}`);
    for (const note of notes) say(`note: ${note}`);
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}

function print(path: string, { kind, name, entry }: Planned): void {
  process.stdout.write(`${JSON.stringify({ [kind.property]: { [name]: entry } }, undefined, 2)}\n`);
  say(`For ${kind.title}, this belongs into ${path}; --write puts it there. ${kind.reload}`);
}

async function write(file: string, { kind, name, entry }: Planned): Promise<void> {
  const { path, backup, replaced } = await mergeFile(file, { property: kind.property, name, entry, now: new Date() });
  say(`${replaced ? 'Replaced' : 'Added'} ${name} in ${path}${backup === undefined ? '' : `; as it was: ${backup}`}. ${kind.reload}`);
}

/** The options that were given, and those that this shell's environment stood in for: the client will not have it. */
function flagsFor(command: Command, { endpoint, profile }: ProxyConfig): string[] {
  const given = command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli' && !CONFIG_ONLY.has(option.attributeName()))
    .flatMap((option) => spell(option.long ?? '', command.getOptionValue(option.attributeName())));
  if (profile !== undefined && !given.includes('--profile')) given.push('--profile', profile);
  if (!given.includes('--region') && !endpoint.url.hostname.includes(endpoint.region)) given.push('--region', endpoint.region);
  return given;
}

const CONFIG_ONLY = new Set(['client', 'name', 'write']);

function spell(flag: string, value: unknown): string[] {
  if (value === true) return [flag];
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([name, content]) => [flag, `${name}=${String(content)}`]);
  return [flag, String(value)];
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
