import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvBody, startS3Server, type S3Server } from '@sluice/testing';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { s3Environment } from './s3-environment.js';
import { startSluice, type Started } from './start-sluice.js';
import { openWorkspace, type Workspace } from './workspace.js';

let workspace: Workspace;
let s3: S3Server;
beforeAll(async () => {
  workspace = openWorkspace();
  s3 = await startS3Server();
  s3.createBucket('depot');
  // Fast enough for the samples, and minutes for the whole.
  s3.faults.add({ bytesPerSecond: 200_000 });
});
afterAll(async () => {
  await s3.close();
  workspace[Symbol.dispose]();
});

/** A command in the middle of a scan: reads that are longer than samples are on their way. */
async function startScan(name: string): Promise<Started & { readonly pid: number }> {
  const key = `${name}.csv`;
  s3.put('depot', key, csvBody({ rows: 2_000_000 }));
  const sql = `SELECT sum(amount) FROM 's3://depot/${key}'`;
  const started = startSluice(workspace, ['query', sql, '--format', 'json'], { env: s3Environment(s3) });
  while (s3.requests.filter((request) => request.key === key && rangeLength(request.range) > 1_000_000).length < 2) await sleep(20);
  return { ...started, pid: started.child.pid ?? 0 };
}

const rangeLength = (range = ''): number => {
  const [, first = '0', last = '0'] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  return Number(last) - Number(first) + 1;
};

/** A process group ends with its last process. */
async function groupIsGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      process.kill(-pid, 0);
    } catch {
      return true;
    }
    await sleep(50);
  }
  return false;
}

describe('in the middle of a scan', () => {
  it.each<[string, (pid: number) => void]>([
    // A terminal sends Ctrl-C to the whole group, DuckDB's process included.
    ['Ctrl-C', (pid) => process.kill(-pid, 'SIGINT')],
    ['SIGINT to the command alone', (pid) => process.kill(pid, 'SIGINT')],
    ['SIGTERM', (pid) => process.kill(pid, 'SIGTERM')],
  ])('%s ends the command within a second, with 130 and nothing left behind', async (name, interrupt) => {
    const { pid, ended } = await startScan(name);
    expect(workspace.leftovers()).toEqual([expect.stringMatching(/^sluice-/)]);
    const interruptedAt = performance.now();
    interrupt(pid);
    const { exitCode, stdout, stderr } = await ended;
    // A second, and half of one for a machine that has more to do.
    expect(performance.now() - interruptedAt).toBeLessThan(1_500);
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'CANCELLED' } });
    expect(workspace.leftovers()).toEqual([]);
    expect(await groupIsGone(pid)).toBe(true);
  });

  it('a killed command takes its database and its files with it', async () => {
    const { pid, ended } = await startScan('killed');
    process.kill(pid, 'SIGKILL');
    await ended;
    expect(await groupIsGone(pid)).toBe(true);
    expect(workspace.leftovers()).toEqual([]);
  });
});

it('Ctrl-C ends a command that waits for its SQL', async () => {
  const { child, ended } = startSluice(workspace, ['query', '-'], { stdin: null });
  while (workspace.leftovers().length === 0) await sleep(20);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ exitCode: 130, stdout: '', stderr: expect.stringContaining('CANCELLED') });
  expect(workspace.leftovers()).toEqual([]);
});

it('a reader that has seen enough is no failure', async () => {
  const { child, ended } = startSluice(workspace, ['query', "SELECT i, repeat('x', 100) FROM range(100000) t(i)", '--max-rows', '100000']);
  const closed = once(child, 'close');
  child.stdout.once('data', () => child.stdout.destroy());
  await expect(ended).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
  expect(await closed).toEqual([0, null]);
  expect(workspace.leftovers()).toEqual([]);
});
