/**
 * Runs before any caller reaches a new version: asks that very version for its health and for its tools, and tells CodeDeploy
 * whether it may go on. Plain JavaScript: Lambda runs this file as it lies here, with the AWS SDK of its runtime.
 */
import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

const ASK_TOOLS = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

export async function handler({ DeploymentId, LifecycleEventHookExecutionId }) {
  const failure = await examine(process.env.VERSION_ARN).catch((error) => `the version could not be asked: ${error.name}: ${error.message}`);
  const status = failure === undefined ? 'Succeeded' : 'Failed';
  await new CodeDeployClient().send(new PutLifecycleEventHookExecutionStatusCommand({ deploymentId: DeploymentId, lifecycleEventHookExecutionId: LifecycleEventHookExecutionId, status }));
  // An error of this function is what its alarm counts.
  if (failure !== undefined) throw new Error(failure);
}

/** @returns what is wrong with the version, if anything */
async function examine(versionArn) {
  const health = await ask(versionArn, { httpMethod: 'GET', path: '/health', body: null });
  if (health.status !== 200) return `GET /health answered ${health.status}: ${health.text.slice(0, 500)}`;
  const tools = await ask(versionArn, { httpMethod: 'POST', path: '/mcp', body: JSON.stringify(ASK_TOOLS) });
  if (tools.status !== 200) return `tools/list answered ${tools.status}: ${tools.text.slice(0, 500)}`;
  if (!tools.text.includes('"query"')) return 'tools/list names no tool query';
  return undefined;
}

async function ask(FunctionName, request) {
  const { FunctionError, Payload } = await new LambdaClient().send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event(request)) }));
  const payload = Buffer.from(Payload ?? []).toString();
  if (FunctionError !== undefined) return { status: FunctionError, text: payload };
  return readAnswer(payload);
}

/** What API Gateway would send, signed caller included. */
function event({ httpMethod, path, body }) {
  const headers = { accept: 'application/json, text/event-stream', 'content-type': 'application/json', host: 'canary.test' };
  const multiValueHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  const requestContext = { requestId: 'canary-test', stage: 'canary-test', path, resourcePath: path, httpMethod, identity: {} };
  return { resource: path, path, httpMethod, headers, multiValueHeaders, queryStringParameters: null, multiValueQueryStringParameters: null, pathParameters: null, stageVariables: null, requestContext, body, isBase64Encoded: false };
}

/** A streamed answer begins with its status and headers as JSON, and eight zero bytes; a buffered one is JSON altogether. */
function readAnswer(payload) {
  const end = payload.indexOf('\0'.repeat(8));
  if (end >= 0) return { status: JSON.parse(payload.slice(0, end)).statusCode ?? 200, text: payload.slice(end + 8) };
  const { statusCode, body = '', isBase64Encoded } = JSON.parse(payload);
  return { status: statusCode, text: isBase64Encoded ? Buffer.from(body, 'base64').toString() : body };
}
