import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quoteLiteral } from './quote.js';

export interface SandboxOptions {
  /** Where pipes and temporary files for DuckDB lie. */
  readonly folder: string;
  /** Real paths of folders and files that DuckDB may open besides; it follows links before it compares. */
  readonly readable: readonly string[];
  /** Where copies of sources are kept, if not in `folder`. */
  readonly copies?: string;
  readonly threads: number;
  /** What DuckDB may keep in memory before it spills. */
  readonly memoryBytes: number;
  readonly tempBytes: number;
}

/**
 * Statements that confine DuckDB: its folder and the roots, no network, no extensions, nothing that a query could change. They run in
 * this order, since the last ones forbid the first. This is the second fence; the guard over the syntax tree is the
 * first, since where DuckDB may read it may also write.
 */
export function sandboxStatements({ folder, readable, copies, threads, memoryBytes, tempBytes }: SandboxOptions): string[] {
  const spill = join(folder, 'spill');
  // A process that was killed has left what it spilled.
  rmSync(spill, { recursive: true, force: true });
  mkdirSync(spill, { recursive: true, mode: 0o700 });
  return [
    `SET threads = ${threads}`,
    `SET memory_limit = '${Math.round(memoryBytes / 1e6)}MB'`,
    `SET temp_directory = ${quoteLiteral(spill)}`,
    `SET max_temp_directory_size = '${Math.round(tempBytes / 1e6)}MB'`,
    // Its time grows with the square of the columns: 1,000 of them, checked, took 22 s to plan, and 1.3 s without.
    "SET disabled_optimizers = 'common_subexpressions'",
    // The same answer on every machine.
    "SET TimeZone = 'UTC'",
    // Pipes cannot be cached, and a local file's pages are the operating system's business.
    'SET enable_external_file_cache = false',
    'SET autoinstall_known_extensions = false',
    'SET autoload_known_extensions = false',
    'SET allow_community_extensions = false',
    'SET allow_persistent_secrets = false',
    `SET allowed_directories = [${[folder, ...readable, ...(copies === undefined ? [] : [copies])].map((path) => quoteLiteral(`${path}/`)).join(', ')}]`,
    `SET allowed_paths = [${readable.map(quoteLiteral).join(', ')}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
}
