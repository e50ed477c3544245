import { runCdk } from './cdk.js';
import { checkAccount } from './check-account.js';
import { findOutputs, liveVersion, outputsOf } from './deployed.js';
import { handOn, say } from './say.js';
import { synthesize, type StageOptions } from './synth.js';

/** Brings a stage to what the parameters and the bundle say, and tells which version callers reached before and reach now. */
export async function deploy(options: StageOptions): Promise<void> {
  // What is wrong with the parameters is told before AWS is asked anything.
  synthesize(options);
  await checkAccount();
  const before = await findOutputs(options.stage);
  const previous = before === undefined ? undefined : await liveVersion(before);
  // Handed on first: a step that takes a failed deployment back needs it too.
  if (previous !== undefined) handOn('previous', previous);
  const aliasMoved = previous !== undefined && previous !== before?.Version;
  if (aliasMoved) say(`Version ${before?.Version ?? '?'} was rolled back to ${previous}: what comes now reaches all callers at once, without a canary.`);
  const assembly = synthesize({ ...options, aliasMoved });
  await runCdk('deploy', { assembly, args: ['--require-approval', 'never', '--progress', 'events'] });
  const outputs = await outputsOf(options.stage);
  const live = await liveVersion(outputs);
  if (live !== undefined) handOn('version', live);
  say(`\nVersion ${live ?? '?'} is live${previous === undefined ? '' : ` (before: ${previous})`} at ${outputs.McpUrl}\n\nFor Cursor and Claude:\n${outputs.ClientConfiguration}\n\nOr let it be written: ${outputs.ConfigCommand}`);
}
