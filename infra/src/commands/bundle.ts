import { spawnSync } from 'node:child_process';
import { InfraError } from '../errors.js';
import { BUNDLE, ROOT } from '../paths.js';
import { bundleArch } from '../stack/assert-bundle.js';
import { stageParameters, type StageOptions } from './synth.js';

/** Makes the folder that becomes the function, for the processor that the stage's parameters name. */
export function makeBundle(options: Pick<StageOptions, 'stage' | 'parameters' | 'bundle'>): void {
  const arch = bundleArch(stageParameters(options));
  const { status } = spawnSync(process.execPath, ['scripts/bundle-lambda.mjs', '--arch', arch, '--out', options.bundle ?? BUNDLE], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new InfraError(`The bundle for ${arch} could not be made`, 'What is written above says why.');
}
