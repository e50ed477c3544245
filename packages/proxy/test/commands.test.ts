import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { CLI } from './proxy-process.js';
import { FLAGS, PRINCIPAL, startStack, writeCredentials, type Stack } from './stack.js';

let stack: Stack;
let sts: Server;
let env: Record<string, string>;
beforeAll(async () => {
  stack = await startStack();
  sts = createServer((request, response) => {
    const known = request.headers.authorization?.includes(PRINCIPAL.accessKeyId) === true;
    response.writeHead(known ? 200 : 403, { 'content-type': 'application/json' });
    response.end(known ? JSON.stringify({ GetCallerIdentityResponse: { GetCallerIdentityResult: { Arn: PRINCIPAL.arn } } }) : '{"Error":{"Code":"InvalidClientTokenId","Message":"The security token is invalid."}}');
  });
  await once(sts.listen(0, '127.0.0.1'), 'listening');
  env = { ...stack.env, AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}` };
});
afterAll(async () => {
  sts.closeAllConnections();
  sts.close();
  await stack[Symbol.asyncDispose]();
});

async function run(args: readonly string[], extra: Record<string, string> = {}, cwd = stack.home): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { env: { ...env, ...extra }, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout, stderr };
}

const line = (stdout: string, name: string): string => stdout.split('\n').find((each) => each.slice(6).startsWith(name)) ?? '';

describe('doctor', () => {
  it('says ok to everything that works, who one is, and which URL to use', async () => {
    const { code, stdout } = await run(['doctor', new URL('/prod', stack.gateway.url).href, ...FLAGS]);
    expect(code).toBe(0);
    expect(line(stdout, 'credentials')).toContain(PRINCIPAL.arn);
    expect(line(stdout, 'signed call')).toContain(`accepted at ${stack.gateway.url}`);
    expect(line(stdout, 'initialize')).toContain('sample 1.0.0, protocol 2026-07-28');
    expect(line(stdout, 'tools/list')).toContain('8 tools, 7 of them only read');
    expect(stdout).not.toMatch(/^(fail|note|skip)/m);
    expect(stdout).not.toContain(PRINCIPAL.sessionToken);
  });

  it('stops where it goes wrong, with what to do, and exit code 1', async () => {
    stack.gateway.principals = [{ ...PRINCIPAL, allow: [] }];
    const { code, stdout } = await run(['doctor', stack.gateway.url, ...FLAGS]);
    stack.gateway.principals = [PRINCIPAL];
    expect(code).toBe(1);
    expect(line(stdout, 'signed call')).toMatch(/^fail /);
    expect(stdout).toContain('→ Grant execute-api:Invoke on arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/POST/mcp.');
    expect(line(stdout, 'tools/list')).toBe('skip  tools/list   needs signed call');
  });

  it('tells credentials that nobody knows from those that nobody could be asked about', async () => {
    await writeCredentials(stack.home, { accessKeyId: 'AKIDSTRANGER', secretAccessKey: 'x' });
    const { stdout } = await run(['doctor', stack.gateway.url, ...FLAGS]);
    await writeCredentials(stack.home, PRINCIPAL);
    expect(line(stdout, 'credentials')).toMatch(/^fail .*STS refused them \(403\)/);
    const unasked = await run(['doctor', stack.gateway.url, ...FLAGS], { AWS_ENDPOINT_URL_STS: 'https://sts.invalid' });
    expect(unasked.code).toBe(0);
    expect(line(unasked.stdout, 'credentials')).toMatch(/^note .*key …ADER.*cannot be resolved/);
  });

  it('notes a clock that is off, though the proxy copes', async () => {
    await using late = await startStack({ clockOffsetMs: 3600_000 });
    const { code, stdout } = await run(['doctor', late.gateway.url, ...FLAGS]);
    expect(code).toBe(0);
    expect(line(stdout, 'clock')).toMatch(/^note .*3(?:59|60)\d s behind the server's; the proxy corrects that/);
  });
});

describe('config', () => {
  const URL = 'https://abc123.execute-api.eu-central-1.amazonaws.com/prod/mcp';

  it('prints JSON alone on stdout, with the options that were given and those that the environment stands in for', async () => {
    const { code, stdout, stderr } = await run(['config', 'https://mcp.example.com/mcp', '--client', 'vscode', '--service', 'execute-api', '--read-only', '--header', 'x-a=b'], {
      AWS_PROFILE: 'dev',
      AWS_REGION: 'eu-west-1',
      AWS_CONFIG_FILE: '',
      AWS_SHARED_CREDENTIALS_FILE: '',
      NO_PROXY: '.corp',
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      servers: {
        mcp: {
          type: 'stdio',
          command: process.execPath,
          args: [CLI, 'https://mcp.example.com/mcp', '--service', 'execute-api', '--header', 'x-a=b', '--read-only', '--profile', 'dev', '--region', 'eu-west-1'],
          env: { NO_PROXY: '.corp' },
        },
      },
    });
    expect(stderr).toContain('--write puts it there');
  });

  it('never writes a secret, and says what is left out', async () => {
    const { stdout, stderr } = await run(['config', URL, '--client', 'claude-desktop'], { AWS_ACCESS_KEY_ID: 'AKIDX', AWS_SECRET_ACCESS_KEY: 'hush', HTTPS_PROXY: 'http://me:hush@proxy:8080' });
    expect(stdout + stderr).not.toContain('hush');
    expect(stderr).toContain('HTTPS_PROXY holds a password');
    expect(stderr).toContain('name a profile with --profile');
  });

  it("--write merges into the client's file and keeps a backup", async () => {
    await mkdir(join(stack.home, '.cursor'));
    const file = join(stack.home, '.cursor', 'mcp.json');
    await writeFile(file, '{"mcpServers":{"other":{"command":"x"}}}');
    const { code, stdout, stderr } = await run(['config', URL, '--client', 'cursor', '--name', 'sluice', '--write']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('cursor://anysphere.cursor-deeplink/mcp/install?name=sluice&config=');
    expect(Object.keys((JSON.parse(await readFile(file, 'utf8')) as { mcpServers: object }).mcpServers)).toEqual(['other', 'sluice']);
    expect((await readdir(join(stack.home, '.cursor'))).filter((name) => name.endsWith('.bak'))).toHaveLength(1);
  });

  it('refuses a client that it does not know', async () => {
    expect(await run(['config', URL, '--client', 'emacs'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Allowed choices are cursor, claude-desktop, claude-code, vscode') });
  });
});

it('--version is that of the package', async () => {
  expect((await run(['--version'])).stdout.trim()).toBe(packageJson.version);
});
