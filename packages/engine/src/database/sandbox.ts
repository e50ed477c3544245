import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface SandboxOptions {
  /** The only folder that DuckDB can open anything in. */
  readonly folder: string;
  readonly threads: number;
  /** What DuckDB may keep in memory before it spills. */
  readonly memoryBytes: number;
  readonly tempBytes: number;
}

/**
 * DuckDB's configuration: one folder, no network, no extensions, nothing that a query could change.
 * This is the second fence; the guard over the syntax tree is the first, since inside its folder DuckDB may write.
 */
export function sandboxSettings({ folder, threads, memoryBytes, tempBytes }: SandboxOptions): Record<string, string> {
  const spill = join(folder, 'spill');
  mkdirSync(spill, { recursive: true, mode: 0o700 });
  return {
    threads: String(threads),
    memory_limit: `${Math.round(memoryBytes / 1e6)}MB`,
    temp_directory: spill,
    max_temp_directory_size: `${Math.round(tempBytes / 1e6)}MB`,
    allowed_directories: `['${folder.replaceAll("'", "''")}/']`,
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
    // Pipes cannot be cached, and a local file's pages are the operating system's business.
    enable_external_file_cache: 'false',
    lock_configuration: 'true',
  };
}
