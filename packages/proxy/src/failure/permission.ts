import type { Endpoint } from '../endpoint/endpoint.js';

/** What has to be allowed, as IAM writes it. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
}

const NOT_AUTHORIZED = /is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>arn:\S+))?/;
const USER = /^User: (?<arn>arn:\S+)/;

/**
 * The permission whose lack a refusal is about: as the message names it, or made from the URL where it does not.
 * API Gateway masks the account (`********9012`); the caller's own account takes its place when its end fits.
 */
export function missingPermission(message: string, { endpoint, url, method }: { endpoint: Endpoint; url: URL; method: string }): Permission | undefined {
  const { action, resource } = NOT_AUTHORIZED.exec(message)?.groups ?? {};
  const account = accountOf(USER.exec(message)?.groups?.arn ?? '');
  if (action !== undefined && resource !== undefined) return { action, resource: unmask(resource.replace(/[.,]$/, ''), account) };
  return constructed(endpoint, { url, method, account });
}

/** The user that the message names, e.g. `arn:aws:sts::123456789012:assumed-role/reader/me`. */
export const refusedUser = (message: string): string | undefined => USER.exec(message)?.groups?.arn;

const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

function unmask(resource: string, account: string): string {
  const parts = resource.split(':');
  const masked = parts[4] ?? '';
  if (!masked.startsWith('*')) return resource;
  parts[4] = account.endsWith(masked.replaceAll('*', '')) && account !== '' ? account : '*';
  return parts.join(':');
}

function constructed(endpoint: Endpoint, { url, method, account }: { url: URL; method: string; account: string }): Permission | undefined {
  const partition = partitionOf(endpoint.region);
  const where = (service: string): string => `arn:${partition}:${service}:${endpoint.region}:${account || '*'}`;
  switch (endpoint.kind) {
    case 'api-gateway': {
      const [stage = '', ...rest] = url.pathname.replace(/^\//, '').split('/');
      return { action: 'execute-api:Invoke', resource: `${where('execute-api')}:${endpoint.apiId ?? '*'}/${stage}/${method}/${rest.join('/')}` };
    }
    case 'lambda-url':
      return { action: 'lambda:InvokeFunctionUrl and lambda:InvokeFunction', resource: `${where('lambda')}:function:*` };
    case 'agentcore': {
      const arn = url.pathname.split('/').map(decodeURIComponent).find((segment) => segment.startsWith('arn:'));
      const runtime = url.hostname.includes('.gateway.') ? 'bedrock-agentcore:InvokeGateway' : 'bedrock-agentcore:InvokeAgentRuntime';
      return { action: runtime, resource: arn ?? '*' };
    }
    case 'other':
      return undefined;
    default:
      return endpoint.kind satisfies never;
  }
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
