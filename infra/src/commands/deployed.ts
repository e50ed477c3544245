import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetAliasCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { InfraError } from '../errors.js';
import { stackName } from '../stack/sluice-stack.js';

const Outputs = z.object({ McpUrl: z.url(), HealthUrl: z.url(), ProxyCommand: z.string(), ConfigCommand: z.string(), ClientConfiguration: z.string(), FunctionName: z.string(), AliasName: z.string(), Version: z.string(), ResultsBucket: z.string().optional() });
export type Outputs = z.output<typeof Outputs>;

/** What the stack of a stage says about itself; undefined where there is no such stack. */
export async function findOutputs(stage: string): Promise<Outputs | undefined> {
  const cloudFormation = new CloudFormationClient();
  const answer = await cloudFormation.send(new DescribeStacksCommand({ StackName: stackName(stage) })).catch((error: unknown) => {
    if ((error as Error).message.includes('does not exist')) return undefined;
    throw error;
  });
  const outputs = answer?.Stacks?.[0]?.Outputs;
  return outputs === undefined || outputs.length === 0 ? undefined : Outputs.parse(Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])));
}

export async function outputsOf(stage: string): Promise<Outputs> {
  const outputs = await findOutputs(stage);
  if (outputs === undefined) throw new InfraError(`The stage ${stage} is not deployed in this account and region`, `Run: npm run infra -- deploy --stage ${stage}`);
  return outputs;
}

/** The version that callers reach now; undefined before the first deployment. */
export async function liveVersion({ FunctionName, AliasName }: Pick<Outputs, 'FunctionName' | 'AliasName'>): Promise<string | undefined> {
  try {
    return (await new LambdaClient().send(new GetAliasCommand({ FunctionName, Name: AliasName }))).FunctionVersion;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
