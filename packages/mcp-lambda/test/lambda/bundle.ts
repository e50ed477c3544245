import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const run = promisify(execFile);

/** The function as it is deployed, made in a folder of its own. */
export interface Bundle extends AsyncDisposable {
  readonly folder: string;
  readonly files: readonly string[];
  /** Of all files. */
  readonly bytes: number;
  zipBytes(): Promise<number>;
  /** Versions of a library's symbols that the native files need, e.g. of `GLIBC`: the highest. */
  highestNeeded(library: 'GLIBC' | 'GLIBCXX'): Promise<string>;
}

export async function makeBundle(args: readonly string[] = []): Promise<Bundle> {
  const home = await mkdtemp(join(tmpdir(), 'sluice-bundle-'));
  const folder = join(home, 'lambda');
  await run(process.execPath, ['scripts/bundle-lambda.mjs', '--out', folder, ...args], { cwd: root });
  const files = await readdir(folder);
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size));
  return {
    folder,
    files,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    async zipBytes() {
      const archive = join(home, 'lambda.zip');
      await run('python3', ['-c', 'import shutil, sys; shutil.make_archive(sys.argv[1][:-4], "zip", sys.argv[2])', archive, folder]);
      return (await stat(archive)).size;
    },
    async highestNeeded(library) {
      const natives = files.filter((name) => /\.(node|so)$/.test(name)).map((name) => join(folder, name));
      const { stdout } = await run('readelf', ['--version-info', '--wide', ...natives], { maxBuffer: 2 ** 26 });
      const versions = [...stdout.matchAll(new RegExp(`\\b${library}_([0-9.]+)`, 'g'))].map(([, version = '']) => version);
      return versions.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1) ?? 'none';
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}
