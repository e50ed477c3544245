import { APIGatewayClient, GetAccountCommand, UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import { AttachRolePolicyCommand, CreateRoleCommand, EntityAlreadyExistsException, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from './say.js';

const ROLE = 'api-gateway-access-logs';
const POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';
const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
/** A role that was just made is not known everywhere yet. */
const ATTEMPTS = 6;
const BETWEEN_MS = 5_000;

/** Gives API Gateway the role that `deploy` asks for, unless it has one. It belongs to the account: no stack makes it, no clean-up takes it. */
export async function prepareAccount(): Promise<void> {
  const gateway = new APIGatewayClient();
  const { cloudwatchRoleArn } = await gateway.send(new GetAccountCommand({}));
  if (cloudwatchRoleArn !== undefined && cloudwatchRoleArn !== '') return say(`API Gateway writes its logs as ${cloudwatchRoleArn}: nothing to do.`);
  const value = await ensureRole();
  for (let attempt = 1; ; attempt++) {
    try {
      await gateway.send(new UpdateAccountCommand({ patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }] }));
      return say(`API Gateway now writes its logs as ${value}.`);
    } catch (error) {
      if (attempt === ATTEMPTS || (error as Error).name !== 'BadRequestException') throw error;
      await delay(BETWEEN_MS);
    }
  }
}

async function ensureRole(): Promise<string> {
  const iam = new IAMClient();
  try {
    await iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument: JSON.stringify(TRUST), Description: 'API Gateway writes access logs' }));
  } catch (error) {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  }
  await iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: POLICY }));
  return (await iam.send(new GetRoleCommand({ RoleName: ROLE }))).Role?.Arn ?? '';
}
