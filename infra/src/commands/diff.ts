import { runCdk } from './cdk.js';
import { synthesize, type StageOptions } from './synth.js';

/** Shows what a deployment would change, permissions first; changes nothing. */
export async function diff(options: StageOptions): Promise<void> {
  await runCdk('diff', { assembly: synthesize(options) });
}
