import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { quoteLiteral } from './quote.js';

export interface SandboxOptions {
  /** The only folder that DuckDB can open anything in. */
  readonly folder: string;
  readonly threads: number;
  /** What DuckDB may keep in memory before it spills. */
  readonly memoryBytes: number;
  readonly tempBytes: number;
}

/**
 * Statements that confine DuckDB: one folder, no network, no extensions, nothing that a query could change. They run in
 * this order, since the last ones forbid the first. This is the second fence; the guard over the syntax tree is the
 * first, since inside its folder DuckDB may write.
 */
export function sandboxStatements({ folder, threads, memoryBytes, tempBytes }: SandboxOptions): string[] {
  const spill = join(folder, 'spill');
  mkdirSync(spill, { recursive: true, mode: 0o700 });
  return [
    `SET threads = ${threads}`,
    `SET memory_limit = '${Math.round(memoryBytes / 1e6)}MB'`,
    `SET temp_directory = ${quoteLiteral(spill)}`,
    `SET max_temp_directory_size = '${Math.round(tempBytes / 1e6)}MB'`,
    // The same answer on every machine.
    "SET TimeZone = 'UTC'",
    // Pipes cannot be cached, and a local file's pages are the operating system's business.
    'SET enable_external_file_cache = false',
    'SET autoinstall_known_extensions = false',
    'SET autoload_known_extensions = false',
    'SET allow_community_extensions = false',
    'SET allow_persistent_secrets = false',
    `SET allowed_directories = [${quoteLiteral(`${folder}/`)}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
}
