import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ProxyProcess, textOf } from './proxy-process.js';
import { FLAGS, PRINCIPAL, startStack, type Stack } from './stack.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await rm(join(stack.home, 'credentials'), { force: true });
});

const config = (text: string): Promise<void> => writeFile(join(stack.home, 'config'), text);
const start = (args: readonly string[] = [], env: Record<string, string> = {}): ProxyProcess => new ProxyProcess([stack.gateway.url, ...FLAGS, ...args], { ...stack.env, ...env });
const KEYS = { AWS_ACCESS_KEY_ID: PRINCIPAL.accessKeyId, AWS_SECRET_ACCESS_KEY: PRINCIPAL.secretAccessKey, AWS_SESSION_TOKEN: PRINCIPAL.sessionToken ?? '' };
const PROCESS_OUTPUT = JSON.stringify({ Version: 1, AccessKeyId: PRINCIPAL.accessKeyId, SecretAccessKey: PRINCIPAL.secretAccessKey, SessionToken: PRINCIPAL.sessionToken });

describe('credentials come from', () => {
  it('the environment', async () => {
    await using proxy = start([], KEYS);
    expect((await proxy.initialize()).result).toBeDefined();
  });

  it("a profile's credential_process, which never sees the client's messages", async () => {
    await writeFile(join(stack.home, 'creds.json'), PROCESS_OUTPUT);
    // What the helper can read of its stdin within a moment goes to a file.
    const script = `timeout 0.3 cat > ${stack.home}/stdin.txt; cat ${stack.home}/creds.json`;
    await config(`[profile helper]\ncredential_process = sh -c '${script}'\n`);
    await using proxy = start(['--profile', 'helper']);
    const [, answer] = await Promise.all([proxy.initialize(), proxy.call('echo', { text: 'mine' })]);
    expect(textOf(answer)).toBe('mine');
    expect(await readFile(join(stack.home, 'stdin.txt'), 'utf8')).toBe('');
  });

  it('a role that is assumed', async () => {
    const sts = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'text/xml' }).end(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
          <Credentials><AccessKeyId>${PRINCIPAL.accessKeyId}</AccessKeyId><SecretAccessKey>${PRINCIPAL.secretAccessKey}</SecretAccessKey>
          <SessionToken>${PRINCIPAL.sessionToken ?? ''}</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>
          <AssumedRoleUser><Arn>${PRINCIPAL.arn}</Arn><AssumedRoleId>x:y</AssumedRoleId></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>`);
      });
    });
    await once(sts.listen(0, '127.0.0.1'), 'listening');
    try {
      const env = { AWS_ACCESS_KEY_ID: 'AKIDBASE', AWS_SECRET_ACCESS_KEY: 'base', AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}` };
      await using proxy = start(['--role', 'arn:aws:iam::123456789012:role/reader'], env);
      expect((await proxy.initialize()).result).toBeDefined();
    } finally {
      sts.closeAllConnections();
      sts.close();
    }
  });
});

describe('when there are none, the error tells what to do', () => {
  /** The first answer's error; the token is nowhere in what the client or the log gets. */
  async function failure(proxy: ProxyProcess): Promise<{ code: unknown; message: string }> {
    const { error } = await proxy.initialize();
    for (const text of [proxy.stderr, ...proxy.lines]) expect(text).not.toContain('secret-sso-token');
    return { code: error?.data?.code, message: error?.message ?? '' };
  }

  it('nothing configured', async () => {
    await config('');
    await using proxy = start();
    expect(await failure(proxy)).toEqual({ code: 'CREDENTIALS_MISSING', message: expect.stringContaining('aws configure sso') });
  });

  it('a profile that does not exist: the ones that do', async () => {
    await config('[profile dev]\nregion = eu-central-1\n[profile prod]\nregion = eu-central-1\n');
    await using proxy = start(['--profile', 'prdo']);
    expect(await failure(proxy)).toEqual({ code: 'CREDENTIALS_MISSING', message: 'There is no AWS profile prdo. Profiles on this machine: dev, prod.' });
  });

  const SSO = '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\n[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\n';

  it('an SSO session that was never opened: the login command', async () => {
    await config(SSO);
    await using proxy = start(['--profile', 'dev']);
    expect(await failure(proxy)).toEqual({ code: 'CREDENTIALS_EXPIRED', message: 'The SSO session of profile dev has expired or was never opened. Run: aws sso login --profile dev' });
  });

  it('an SSO session that has expired, of the profile that a role comes from: the login command', async () => {
    await config(`${SSO}[profile role]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = dev\n`);
    const cache = join(stack.home, '.aws', 'sso', 'cache');
    await mkdir(cache, { recursive: true });
    const token = { startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1', accessToken: 'secret-sso-token', expiresAt: '2020-01-01T00:00:00Z' };
    await writeFile(join(cache, `${createHash('sha1').update('corp').digest('hex')}.json`), JSON.stringify(token));
    await using proxy = start([], { AWS_PROFILE: 'role' });
    const { code, message } = await failure(proxy);
    expect(code).toBe('CREDENTIALS_EXPIRED');
    expect(message).toContain('Run: aws sso login --profile dev');
  });

  it('a credential_process that fails: its own words', async () => {
    await config("[default]\ncredential_process = sh -c 'echo vault is sealed >&2; exit 3'\n");
    await using proxy = start();
    const { code, message } = await failure(proxy);
    expect(code).toBe('CREDENTIALS_FAILED');
    expect(message).toContain('vault is sealed');
    expect(message).toContain('credential_process failed');
  });
});
