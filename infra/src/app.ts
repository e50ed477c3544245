import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Parameters } from './parameters/parameters.js';
import { BUNDLE, CLOUD_ASSEMBLY } from './paths.js';
import { acknowledgeRules } from './stack/acknowledged-rules.js';
import { assertBundle } from './stack/assert-bundle.js';
import { SluiceStack, stackName } from './stack/sluice-stack.js';

export interface AppOptions {
  readonly parameters: Parameters;
  /** @default what `npm run bundle:lambda` writes */
  readonly bundle?: string;
  /** @default `infra/cdk.out` */
  readonly outdir?: string;
  readonly aliasMoved?: boolean;
}

/** The app with its one stack, checked by cdk-nag when it is synthesized. */
export function createApp({ parameters, bundle = BUNDLE, outdir = CLOUD_ASSEMBLY, aliasMoved = false }: AppOptions): { readonly app: App; readonly stack: SluiceStack } {
  assertBundle(bundle, parameters);
  // No usage data: a stack says nothing to AWS but what it is made of. What CloudFormation would refuse, synth refuses.
  const app = new App({ outdir, analyticsReporting: false, context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
  const stack = new SluiceStack(app, stackName(parameters.stage), { parameters, bundle, aliasMoved, description: `sluice (${parameters.stage}): SQL over CSV files in S3, for MCP clients` });
  acknowledgeRules(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stack };
}
