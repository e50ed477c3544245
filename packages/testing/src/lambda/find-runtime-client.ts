import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const NAME = 'aws-lambda-ric';
const VERSION = '4.0.2';
const ENTRY = join('node_modules', NAME, 'index.mjs');
const NATIVE = join('node_modules', NAME, 'rapid-client.node');

/**
 * AWS's runtime interface client for Node, built once (2½ minutes, with cmake and g++) and kept in the user's cache.
 * @param node what it is built for
 * @returns the path of its entry
 */
export async function findRuntimeClient(node: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const folder = join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sluice', `${NAME}-${VERSION}`);
  if (!existsSync(join(folder, NATIVE))) await build(folder, { ...env, PATH: `${dirname(node)}${delimiter}${env.PATH ?? ''}` });
  return join(folder, ENTRY);
}

/** Builds beside the place and moves the result there, so that nobody ever runs half of it. */
async function build(target: string, env: NodeJS.ProcessEnv): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(`${target}-`);
  try {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts: { [NAME]: true } }));
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', `${NAME}@${VERSION}`], { cwd: folder, env }).catch((cause: unknown) => {
      throw new Error(`Tests on Lambda's own runtime need ${NAME}, which could not be built. It needs cmake and g++.`, { cause });
    });
    if (!existsSync(join(folder, NATIVE))) throw new Error(`npm did not build ${NAME}: it needs leave to run install scripts, cmake and g++.`);
    // Another process may have been faster: then theirs is as good.
    await rename(folder, target).catch(() => {});
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
