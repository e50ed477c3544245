import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createProgress, progressText } from './progress.js';

function terminal(isTTY: boolean): { stream: NodeJS.WriteStream; written: string[] } {
  const written: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  stream.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  return { stream: stream as unknown as NodeJS.WriteStream, written };
}

describe('the line as text', () => {
  it.each([
    [{ bytesRead: 0, bytesTotal: 0 }, 1_900, 'Working, 2 s'],
    [{ bytesRead: 0, bytesTotal: 5e8 }, 2_000, 'Reading 500 MB, 2 s'],
    [{ bytesRead: 1e8, bytesTotal: 0 }, 2_000, '100 MB  50.0 MB/s'],
    [{ bytesRead: 1e8, bytesTotal: 4e8 }, 1_000, '████████░░░░░░░░░░░░░░░░░░░░░░  100 MB of 400 MB  25%  100 MB/s  3 s left'],
    [{ bytesRead: 5e8, bytesTotal: 4e8 }, 1_000, '██████████████████████████████  500 MB of 400 MB  100%  500 MB/s  0 s left'],
  ])('shows %j after %d ms', (progress, elapsedMs, expected) => {
    expect(progressText(progress, elapsedMs, 200)).toBe(expected);
  });

  it.each([40, 50, 60, 79, 120])('fits %d columns, if need be without the bar', (width) => {
    const text = progressText({ bytesRead: 1.23e8, bytesTotal: 5.09e8 }, 4_321, width);
    expect(text).toContain('123 MB of 509 MB  24%');
    expect(text.length).toBeLessThanOrEqual(Math.max(width, 52));
    expect(text.includes('█')).toBe(width >= 50);
  });
});

describe('the line on a terminal', () => {
  it.each([
    ['is not a terminal', false, true],
    ['shall show none', true, false],
  ])('writes nothing to a stream that %s', async (_, isTTY, enabled) => {
    const { stream, written } = terminal(isTTY);
    const line = createProgress(stream, { enabled });
    line.update({ bytesRead: 1, bytesTotal: 10 });
    await sleep(550);
    line.stop();
    expect(written).toEqual([]);
  });

  it('writes nothing for an answer that took less than 400 ms', async () => {
    const { stream, written } = terminal(true);
    {
      using line = createProgress(stream, { enabled: true });
      line.update({ bytesRead: 1, bytesTotal: 10 });
      await sleep(300);
    }
    await sleep(200);
    expect(written).toEqual([]);
  });

  it('redraws at most ten times a second and clears itself', async () => {
    const { stream, written } = terminal(true);
    const line = createProgress(stream, { enabled: true });
    const startedAt = performance.now();
    for (let step = 1; step <= 140; step += 1) {
      line.update({ bytesRead: step * 1e6, bytesTotal: 2e8 });
      await sleep(10);
    }
    line.stop();
    line.stop();
    const drawn = written.filter((text) => text.includes(' of 200 MB'));
    expect(drawn.length).toBeGreaterThan(4);
    expect(drawn.length).toBeLessThanOrEqual((performance.now() - startedAt) / 100 + 2);
    expect(written.at(-1)).toBe('\u001b[2K');
    expect(written.join('')).not.toContain('\n');
  });
});
