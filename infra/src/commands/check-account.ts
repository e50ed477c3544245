import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { InfraError } from '../errors.js';

/**
 * The role with which API Gateway writes access logs is a setting of the account and its region, shared by all its APIs. A stack that
 * made one would take it from the others when it goes, so it has to be there.
 */
export async function checkAccount(): Promise<void> {
  const { cloudwatchRoleArn } = await new APIGatewayClient().send(new GetAccountCommand({}));
  if (cloudwatchRoleArn !== undefined && cloudwatchRoleArn !== '') return;
  throw new InfraError('API Gateway has no role to write access logs with in this account and region', 'Once for each account: npm run infra -- prepare-account (or see docs/deploy.md)');
}
