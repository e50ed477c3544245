import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { packageFile } from '../package-file.js';
import { runProgram } from '../run-program.js';

/** The proxy's binary, built by Go once for each version of its source. */
export async function findShapingProxy(): Promise<string> {
  const folder = packageFile('shaping-proxy');
  const hash = createHash('sha256').update(await readFile(join(folder, 'main.go'))).digest('hex');
  const binary = join(cacheFolder(), `shaping-proxy-${hash.slice(0, 12)}`);
  if (!existsSync(binary)) {
    await mkdir(cacheFolder(), { recursive: true });
    // Moved into place, so that nobody ever runs half a binary.
    const half = `${binary}.${process.pid}`;
    await runProgram('go', ['build', '-o', half, '.'], { cwd: folder });
    await rename(half, binary);
  }
  return binary;
}
