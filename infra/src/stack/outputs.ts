import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import type { Handler } from './handler.js';
import type { ResultsPlace } from './results.js';

export interface OutputsProps {
  readonly stage: string;
  readonly rest: RestApi;
  readonly handler: Handler;
  readonly results?: ResultsPlace | undefined;
}

/** What a person pastes, and what the commands that deploy, try and roll back look up. */
export function addOutputs(scope: Construct, { stage, rest, handler, results }: OutputsProps): void {
  const stack = Stack.of(scope);
  const url = rest.urlForPath('/mcp');
  const output = (name: string, value: string, description: string): void => {
    new CfnOutput(stack, name, { value, description });
  };
  const server = { command: 'sluice-proxy', args: [url] };
  output('McpUrl', url, 'Where the MCP server is');
  output('HealthUrl', rest.urlForPath('/health'), 'GET, signed: versions, bucket, cache');
  output('ProxyCommand', Fn.join(' ', ['sluice-proxy', url]), 'What an MCP client starts');
  output('ConfigCommand', Fn.join(' ', ['sluice-proxy config', url, `--name sluice-${stage} --client cursor --write`]), 'Writes the configuration of Cursor; claude-desktop, claude-code and vscode are other clients');
  output('ClientConfiguration', stack.toJsonString({ mcpServers: { [`sluice-${stage}`]: server } }), 'To paste into the configuration of Cursor or Claude');
  output('FunctionName', handler.function.functionName, 'The function');
  output('AliasName', handler.alias.aliasName, 'What callers reach');
  output('Version', handler.version.version, 'What this deployment published');
  if (results?.isOwn === true) output('ResultsBucket', results.bucketName, 'Made by this stack; clean-up empties it');
}
