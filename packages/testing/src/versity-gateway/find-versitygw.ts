import { spawn } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const VERSION = 'v1.8.0';
const PACKAGE = `github.com/versity/versitygw/cmd/versitygw@${VERSION}`;

/** The gateway's binary: the one that `SLUICE_VERSITYGW` names, or one built by Go once and kept in the user's cache. */
export async function findVersitygw(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = env.SLUICE_VERSITYGW;
  if (named !== undefined) {
    if (await isExecutable(named)) return named;
    throw new Error(`SLUICE_VERSITYGW names ${named}, which cannot be run`);
  }
  const cached = join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sluice', `versitygw-${VERSION}`);
  if (!(await isExecutable(cached))) await build(cached, env);
  return cached;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Builds beside the place and moves the result there, so that nobody ever runs half a binary. */
async function build(binary: string, env: NodeJS.ProcessEnv): Promise<void> {
  await mkdir(dirname(binary), { recursive: true });
  const folder = await mkdtemp(`${binary}-`);
  try {
    await goInstall({ ...env, GOBIN: folder });
    await rename(join(folder, 'versitygw'), binary);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function goInstall(env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn('go', ['install', PACKAGE], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve).once('error', (cause) =>
      reject(
        new Error(`Tests against a real S3 server need versitygw. Install Go (https://go.dev/dl) to have it built, or set SLUICE_VERSITYGW to its path.`, {
          cause,
        }),
      ),
    );
  });
  if (status !== 0) throw new Error(`go install ${PACKAGE} failed (${status}):\n${output.slice(-2_000)}`);
}
