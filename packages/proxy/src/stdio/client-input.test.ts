import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { clientInput } from './client-input.js';
import { UploadBudget } from './upload-budget.js';

function start(budget = new UploadBudget(100)): { stdin: PassThrough; chunks: string[]; ended: () => boolean; letEnd: () => void } {
  const stdin = new PassThrough();
  const chunks: string[] = [];
  let isEnded = false;
  let letEnd = (): void => {};
  const ending = new Promise<void>((resolve) => (letEnd = resolve));
  clientInput(stdin, { room: () => budget.room(), beforeEnd: () => ending })
    .on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
    .on('end', () => (isEnded = true));
  return { stdin, chunks, ended: () => isEnded, letEnd };
}

/** Lets streams do what they do in later turns of the event loop. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await turn();
}

describe('clientInput', () => {
  it.each([1, 2, 3, 5, 8, 13, 100])('gives whole lines, however it was cut: every %d bytes', async (size) => {
    const { stdin, chunks } = start();
    const text = Buffer.from('{"a":1}\n{"b":"ä🌊"}\n{"c":3}\n');
    for (let at = 0; at < text.length; at += size) stdin.write(text.subarray(at, at + size));
    await settle();
    expect(chunks.join('')).toBe(text.toString());
    expect(chunks.every((chunk) => chunk.endsWith('\n'))).toBe(true);
  });

  it('holds back while too much is on its way up, and goes on after it', async () => {
    const budget = new UploadBudget(100);
    const { stdin, chunks } = start(budget);
    let finish = (): void => {};
    const upload = budget.during(101, () => new Promise<void>((resolve) => (finish = resolve)));
    stdin.write('one\n');
    await settle();
    expect(chunks).toEqual([]);
    finish();
    await upload;
    await settle();
    expect(chunks).toEqual(['one\n']);
  });

  it('ends only when what is under way may end', async () => {
    const { stdin, chunks, ended, letEnd } = start();
    stdin.end('last\n');
    await settle();
    expect({ chunks, ended: ended() }).toEqual({ chunks: ['last\n'], ended: false });
    letEnd();
    await settle();
    expect(ended()).toBe(true);
  });
});
