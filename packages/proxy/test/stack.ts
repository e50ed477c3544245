import { createSampleServer, SampleRecord, serveSessions, serveStateless, startApiGateway, type ApiGateway, type ApiGatewayOptions, type Principal } from '@sluice/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const PRINCIPAL: Principal = {
  accessKeyId: 'AKIDREADER',
  secretAccessKey: 'reader-secret',
  sessionToken: 'reader-token',
  arn: 'arn:aws:sts::123456789012:assumed-role/reader/me',
  allow: ['arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/*/mcp'],
};

/** What the host of a real endpoint would tell. */
export const FLAGS = ['--service', 'execute-api', '--region', 'eu-central-1'];

/** A gateway that checks signatures and policies, before a real MCP server. */
export interface Stack extends AsyncDisposable {
  readonly gateway: ApiGateway;
  readonly record: SampleRecord;
  /** Loses all sessions, as a restart of the server would. */
  readonly forgetSessions: () => void;
  /** Home of the AWS files that the proxy reads. */
  readonly home: string;
  /** The environment of a proxy that finds the reader's credentials, and nothing of this machine's. */
  readonly env: Record<string, string>;
}

export interface StackOptions extends Partial<ApiGatewayOptions> {
  /** Keeps sessions, as servers up to 2025-11-25 may. @default false */
  readonly sessions?: boolean;
}

export async function startStack({ sessions = false, ...options }: StackOptions = {}): Promise<Stack> {
  const record = new SampleRecord();
  const withSessions = serveSessions(() => createSampleServer(record));
  const integration = sessions ? withSessions.integration : serveStateless(() => createSampleServer(record));
  const gateway = await startApiGateway({ integration, principals: [PRINCIPAL], ...options });
  const home = await mkdtemp(join(tmpdir(), 'sluice-proxy-'));
  await writeCredentials(home, PRINCIPAL);
  return {
    gateway,
    record,
    home,
    forgetSessions: () => withSessions.forget(),
    env: isolatedEnv(home),
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The default profile's keys. */
export async function writeCredentials(home: string, { accessKeyId, secretAccessKey, sessionToken }: Pick<Principal, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>): Promise<void> {
  const lines = ['[default]', `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`, ...(sessionToken === undefined ? [] : [`aws_session_token = ${sessionToken}`])];
  await writeFile(join(home, 'credentials'), `${lines.join('\n')}\n`);
}

function isolatedEnv(home: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    AWS_CONFIG_FILE: join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
