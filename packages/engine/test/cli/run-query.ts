import type { Answer } from '../../src/index.js';
import type { ErrorCode } from '../../src/errors.js';
import { runSluice, type StartOptions } from './start-sluice.js';
import type { Workspace } from './workspace.js';

export interface Failure {
  readonly exitCode: number | null;
  readonly code: ErrorCode;
  /** Message and hint together: either may name the thing. */
  readonly text: string;
}

/** Asks in JSON and takes the answer from stdout, which must hold nothing else. */
export async function answerOf(workspace: Workspace, args: readonly string[], options: StartOptions = {}): Promise<Answer> {
  const { exitCode, stdout, stderr } = await runSluice(workspace, ['query', ...args, '--format', 'json'], options);
  if (exitCode !== 0 || stderr !== '') throw new Error(`exit ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as Answer;
}

/** Asks in JSON for what must fail, and takes the error from stderr, which must hold nothing else. */
export async function failureOf(workspace: Workspace, args: readonly string[], options: StartOptions = {}): Promise<Failure> {
  const { exitCode, stdout, stderr } = await runSluice(workspace, ['query', ...args, '--format', 'json'], options);
  if (stdout !== '') throw new Error(`exit ${exitCode} with output: ${stdout}`);
  const { error } = JSON.parse(stderr) as { error: { code: ErrorCode; message: string; hint?: string } };
  return { exitCode, code: error.code, text: `${error.message}\n${error.hint ?? ''}` };
}
