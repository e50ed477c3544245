/** cfn-lint over the templates of several stages, actionlint and zizmor over the workflows. The tools are kept in the user's cache. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findPython } from '../packages/testing/dist/python-environment.js';

const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sluice');
const STAGES = [['dev'], ['everything', '--parameters', 'infra/test/stages/everything.json'], ['plain', '--parameters', 'infra/test/stages/plain.json']];

const tools = dirname(await findPython('infra-tools', 'infra/requirements.txt'));
const out = mkdtempSync(join(tmpdir(), 'sluice-templates-'));
process.on('exit', () => rmSync(out, { recursive: true }));
for (const [stage, ...parameters] of STAGES) {
  const options = ['--stage', stage, '--bundle', join(out, 'bundle'), ...parameters];
  run(process.execPath, ['infra/dist/cli.js', 'bundle', ...options]);
  run(process.execPath, ['infra/dist/cli.js', 'synth', '--out', out, ...options]);
  // W3005: the CDK states dependencies that CloudFormation would find by itself.
  run(join(tools, 'cfn-lint'), ['--ignore-checks', 'W3005', '--', join(out, `sluice-${stage}.template.json`)]);
}
run(actionlint(), []);
run(join(tools, 'zizmor'), ['--offline', '--no-progress', '--quiet', '.github']);

function actionlint() {
  const binary = join(cache, `actionlint-${ACTIONLINT.split('@')[1]}`);
  if (existsSync(binary)) return binary;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${binary}-`);
  run('go', ['install', ACTIONLINT], { ...process.env, GOBIN: folder });
  renameSync(join(folder, 'actionlint'), binary);
  rmSync(folder, { recursive: true });
  return binary;
}

function run(command, args, env = process.env) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2], env });
  if (error) throw new Error(`${command} could not be started: ${error.message}`);
  if (status === 0) return;
  process.stderr.write(`${command} ${args.join(' ')} failed (${status}).\n`);
  process.exit(1);
}
