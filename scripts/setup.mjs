/** Brings a fresh clone to a built state with nothing but Node and npm; does nothing when that is already so. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const STAMP = 'node_modules/.setup-stamp';
const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`sluice needs Node 20.19 or newer; this is ${process.versions.node}.`);

const stamp = createHash('sha256').update(readFileSync('pnpm-lock.yaml')).update(process.version).digest('hex');
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== stamp) {
  run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile']);
  writeFileSync(STAMP, stamp);
}
run(process.execPath, ['node_modules/typescript/bin/tsc', '-b']);
run(process.execPath, ['scripts/bundle.mjs']);
run(process.execPath, ['packages/mcp-lambda/scripts/build-app.mjs']);

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (error) fail(`${command} could not be started: ${error.message}`);
  if (status !== 0) fail(`${command} ${args.join(' ')} failed.`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
