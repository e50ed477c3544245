import { describe, expect, it } from '@jest/globals';
import { PassThrough, Writable } from 'node:stream';
import { abortWhenClosed, streamResponse, type ResponseStream } from './streamed.js';

/** What Lambda's runtime does: the prelude goes out before the first write. */
const runtime = {
  HttpResponseStream: {
    from(stream: ResponseStream, prelude: object): ResponseStream {
      const write = stream.write.bind(stream);
      let isFirst = true;
      return Object.assign(stream, {
        write(chunk: string | Uint8Array) {
          if (isFirst) write(`${JSON.stringify(prelude)}|`);
          isFirst = false;
          return chunk.length === 0 ? true : write(chunk);
        },
      });
    },
  },
};

const onBroken = (error: unknown): string => `[broken: ${(error as Error).message}]`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function sent(response: Response): Promise<string> {
  const stream = new PassThrough();
  const text = (async () => {
    let all = '';
    for await (const chunk of stream) all += String(chunk);
    return all;
  })();
  await streamResponse(response, stream, { runtime, onBroken });
  return await text;
}

describe('a streamed response', () => {
  it('sends status and headers first, then the body', async () => {
    expect(await sent(new Response('abc', { status: 200, headers: { 'x-a': '1', 'content-type': 'text/plain' } }))).toBe('{"statusCode":200,"headers":{"content-type":"text/plain","x-a":"1"}}|abc');
  });

  it('sends the status of a response without a body', async () => {
    expect(await sent(new Response(null, { status: 202 }))).toBe('{"statusCode":202,"headers":{}}|');
  });

  it('ends with what is to be said when the body breaks', async () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(bytes('some ')),
      pull: (controller) => controller.error(new Error('cut')),
    });
    expect(await sent(new Response(body))).toMatch(/\|some \[broken: cut\]$/);
  });

  it('reads no more of the body than its reader takes', async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1;
        if (pulled > 1_000) controller.close();
        else controller.enqueue(new Uint8Array(1_000));
      },
    });
    const waiting: (() => void)[] = [];
    const stream = new Writable({ highWaterMark: 10_000, write: (_chunk, _encoding, done) => void waiting.push(done) });
    const sending = streamResponse(new Response(body), stream, { runtime, onBroken });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pulled).toBeLessThan(50);
    stream.destroy();
    await sending;
    expect(pulled).toBeLessThan(50);
  });

  it.each([
    ['breaks', true],
    ['ends', false],
  ])('cancels the work when it %s early: %s', async (how, aborts) => {
    const controller = new AbortController();
    const stream = new PassThrough();
    abortWhenClosed(stream, controller);
    const closed = new Promise((resolve) => stream.once('close', resolve));
    if (how === 'breaks') stream.destroy();
    else stream.resume().end('x');
    await closed;
    expect(controller.signal.aborted).toBe(aborts);
  });
});
