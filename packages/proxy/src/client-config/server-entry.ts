import type { ClientKind } from './clients.js';

/** How a client starts this server. */
export interface ServerEntry {
  readonly type?: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface EntryOptions {
  /** The paths of Node and of this command: clients with windows have no shell's PATH. */
  readonly node: string;
  readonly script: string;
  readonly url: string;
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export function serverEntry({ namesType }: ClientKind, { node, script, url, flags, env }: EntryOptions): ServerEntry {
  return {
    ...(namesType ? { type: 'stdio' as const } : {}),
    command: node,
    args: [script, url, ...flags],
    ...(Object.keys(env).length === 0 ? {} : { env }),
  };
}

/** A link that makes Cursor ask whether to add the server. */
export function cursorInstallLink(name: string, { command, args, env }: ServerEntry): string {
  const config = Buffer.from(JSON.stringify({ command, args, ...(env === undefined ? {} : { env }) })).toString('base64');
  return `cursor://anysphere.cursor-deeplink/mcp/install?name=${encodeURIComponent(name)}&config=${encodeURIComponent(config)}`;
}
