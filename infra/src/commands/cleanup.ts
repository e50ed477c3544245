import { CloudFormationClient, DeleteStackCommand, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation';
import { emptyBucket } from '../cleanup/empty-bucket.js';
import { inventory, type StackResource } from '../cleanup/inventory.js';
import { leftovers } from '../cleanup/leftovers.js';
import { InfraError } from '../errors.js';
import { stackName } from '../stack/sluice-stack.js';
import { findOutputs } from './deployed.js';
import { say } from './say.js';

export interface CleanupOptions {
  readonly stage: string;
  /** The stage again, typed by hand. */
  readonly confirm?: string;
  readonly dryRun: boolean;
}

const WAIT_SECONDS = 1_800;

/** Removes a stage: lists what goes, wants the stage's name typed again, deletes, and asks every service whether anything stayed. */
export async function cleanUp({ stage, confirm, dryRun }: CleanupOptions): Promise<void> {
  const resources = await inventory(stage);
  if (resources.length === 0) return say(`There is no stack ${stackName(stage)}: nothing to delete.`);
  say(`${stackName(stage)} holds:\n${list(resources)}`);
  if (dryRun) return say('A dry run: nothing was deleted.');
  if (confirm !== stage) throw new InfraError(`Nothing was deleted: the confirmation is ${confirm === undefined ? 'missing' : `"${confirm}"`}`, `To delete all of the above: --confirm ${stage}`);
  await remove(stage);
  const left = await leftovers(resources);
  if (left.length > 0) throw new InfraError(`The stack is gone, but these are still there:\n${list(left)}`, 'Delete them by hand, or run this again when AWS is done with them.');
  say(`Deleted, and nothing is left of ${resources.length} resources.`);
}

async function remove(stage: string): Promise<void> {
  const bucket = (await findOutputs(stage))?.ResultsBucket;
  if (bucket !== undefined) say(`Emptied ${bucket}: ${await emptyBucket(bucket)} objects.`);
  const client = new CloudFormationClient();
  await client.send(new DeleteStackCommand({ StackName: stackName(stage) }));
  try {
    await waitUntilStackDeleteComplete({ client, maxWaitTime: WAIT_SECONDS }, { StackName: stackName(stage) });
  } catch (cause) {
    throw new InfraError(`CloudFormation did not delete ${stackName(stage)}: ${(cause as Error).message}`, 'Its events name the resource that stands in the way.', { cause });
  }
}

const list = (resources: readonly StackResource[]): string => resources.map(({ type, id }) => `  ${type}  ${id}`).sort().join('\n');
