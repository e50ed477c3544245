import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { InfraError } from '../errors.js';
import { INFRA } from '../paths.js';

const cdk = join(createRequire(import.meta.url).resolve('aws-cdk/package.json'), '../bin/cdk');

/** Runs the CDK's command over what was synthesized, its output shown as it comes. */
export async function runCdk(command: string, { assembly, args = [] }: { readonly assembly: string; readonly args?: readonly string[] }): Promise<void> {
  const child = spawn(process.execPath, [cdk, command, '--app', assembly, '--ci', ...args], {
    cwd: INFRA,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: '1' },
  });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new InfraError(`cdk ${command} failed (${status})`, 'What it says above names the resource. The stack is as it was before, or CloudFormation is taking it back there.');
}
