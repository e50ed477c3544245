import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a program of this repository with an environment of its own, to its end. */
export function runNode(script: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (status) => resolve({ status, output })));
}

/** The command that the workflows run. */
export const runInfra = (args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> => runNode('infra/dist/cli.js', args, env);
