import { createApp } from '../app.js';
import { InfraError } from '../errors.js';
import type { Parameters } from '../parameters/parameters.js';
import { readParameters } from '../parameters/read-parameters.js';
import { CLOUD_ASSEMBLY } from '../paths.js';

export interface StageOptions {
  readonly stage: string;
  /** A file of parameters. @default `infra/stages/STAGE.json` */
  readonly parameters?: string;
  /** The folder that becomes the function. @default what `npm run bundle:lambda` writes */
  readonly bundle?: string;
  /** Where the template and what belongs to it go. @default `infra/cdk.out` */
  readonly out?: string;
  /** Somebody rolled back since the last deployment. */
  readonly aliasMoved?: boolean;
}

/** From the file that was named, the environment, or the stage's own file. */
export function stageParameters({ stage, parameters: file }: Pick<StageOptions, 'stage' | 'parameters'>): Parameters {
  const text = process.env.SLUICE_PARAMETERS;
  return readParameters({ stage, ...(file !== undefined && { file }), ...(text !== undefined && text !== '' && { text }) });
}

/** Writes what a deployment needs; wants no credentials and asks nothing of AWS. @returns the folder */
export function synthesize({ bundle, out = CLOUD_ASSEMBLY, aliasMoved = false, ...source }: StageOptions): string {
  const parameters = stageParameters(source);
  const { app } = createApp({ parameters, outdir: out, aliasMoved, ...(bundle !== undefined && { bundle }) });
  try {
    return app.synth().directory;
  } catch (error) {
    if (!(error as Error).name.startsWith('ValidationFailed')) throw error;
    throw new InfraError('The stack breaks the rules above', `Mend it, or give the reason in src/stack/acknowledged-rules.ts. The whole report: ${out}/validation-report.json`, { cause: error });
  }
}
