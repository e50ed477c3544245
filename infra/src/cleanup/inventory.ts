import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { stackName } from '../stack/sluice-stack.js';

export interface StackResource {
  readonly type: string;
  readonly id: string;
}

/** Everything that CloudFormation made for a stage; empty where there is no such stack. */
export async function inventory(stage: string): Promise<StackResource[]> {
  const found: StackResource[] = [];
  try {
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client: new CloudFormationClient() }, { StackName: stackName(stage) })) {
      for (const { ResourceType, PhysicalResourceId } of StackResourceSummaries) {
        if (ResourceType !== undefined && PhysicalResourceId !== undefined) found.push({ type: ResourceType, id: PhysicalResourceId });
      }
    }
  } catch (error) {
    if (!(error as Error).message.includes('does not exist')) throw error;
  }
  return found;
}
