import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's small real files, readable as `fixtures/…`; `data` is the root that needs no naming. */
const FIXTURES = fileURLToPath(new URL('../../../../fixtures', import.meta.url));

/** A folder of its own to run the command in, with a private place for its temporary files. */
export interface Workspace extends Disposable {
  readonly cwd: string;
  readonly tmp: string;
  /** Writes `data/<name>` and returns that name, which SQL may use as it is. */
  write(name: string, content: string | Uint8Array): string;
  /** What the commands left in their temporary folder. */
  leftovers(): string[];
}

export function openWorkspace(): Workspace {
  const cwd = mkdtempSync(join(tmpdir(), 'cli-test-'));
  const tmp = join(cwd, 'tmp');
  for (const folder of ['data', 'tmp', 'home']) mkdirSync(join(cwd, folder));
  cpSync(FIXTURES, join(cwd, 'fixtures'), { recursive: true });
  return {
    cwd,
    tmp,
    write(name, content) {
      writeFileSync(join(cwd, 'data', name), content);
      return name;
    },
    leftovers: () => readdirSync(tmp),
    [Symbol.dispose]: () => rmSync(cwd, { recursive: true, force: true }),
  };
}
