import { LambdaClient, paginateListVersionsByFunction, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { InfraError } from '../errors.js';
import { liveVersion, outputsOf, type Outputs } from './deployed.js';
import { handOn, say } from './say.js';

export interface RollbackOptions {
  readonly stage: string;
  /** @default the newest one before the one that is live */
  readonly to?: string;
}

/** Points the alias, and with it all callers, to an earlier version, at once. */
export async function rollBack({ stage, to }: RollbackOptions): Promise<void> {
  const outputs = await outputsOf(stage);
  const live = await liveVersion(outputs);
  const target = chooseVersion({ published: await publishedVersions(outputs), live, to });
  // No routing to a canary survives this.
  await new LambdaClient().send(new UpdateAliasCommand({ FunctionName: outputs.FunctionName, Name: outputs.AliasName, FunctionVersion: target, RoutingConfig: { AdditionalVersionWeights: {} } }));
  handOn('version', target);
  say(`Version ${target} is live (before: ${live ?? '?'}). The next deployment replaces it.`);
}

async function publishedVersions({ FunctionName }: Outputs): Promise<string[]> {
  const published: string[] = [];
  for await (const { Versions = [] } of paginateListVersionsByFunction({ client: new LambdaClient() }, { FunctionName })) {
    published.push(...Versions.flatMap(({ Version }) => (Version === undefined || Version === '$LATEST' ? [] : [Version])));
  }
  return published;
}

export function chooseVersion({ published, live, to }: { readonly published: readonly string[]; readonly live: string | undefined; readonly to: string | undefined }): string {
  const there = [...published].map(Number).sort((a, b) => a - b);
  const target = to === undefined ? there.filter((version) => version < Number(live)).at(-1) : there.find((version) => version === Number(to));
  if (target !== undefined) return String(target);
  const hint = `Published are: ${there.join(', ') || 'none'}. Live is ${live ?? 'none'}.`;
  throw new InfraError(to === undefined ? 'There is no version before the one that is live' : `There is no version ${to}`, hint);
}
