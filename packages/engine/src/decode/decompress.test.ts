import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { EngineError } from '../errors.js';
import { decompress } from './decompress.js';

const ZSTD = Buffer.from('KLUv/QBYQQAAeCx5CjEsMgo=', 'base64');
const options = { uri: 's3://b/x.csv', signal: new AbortController().signal };

/** Gives chunks, then never says anything again, whatever the signal. */
function silentAfter(...chunks: readonly Uint8Array[]) {
  const left = [...chunks];
  const source = { returned: 0, [Symbol.asyncIterator]: () => source, next, return: stop };
  function next(): Promise<IteratorResult<Uint8Array>> {
    const value = left.shift();
    return value === undefined ? new Promise(() => undefined) : Promise.resolve({ done: false, value });
  }
  function stop(): Promise<IteratorResult<Uint8Array>> {
    source.returned += 1;
    return Promise.resolve({ done: true, value: undefined });
  }
  return source;
}

const KINDS = [
  ['none', Buffer.from('x,y\n1,2\n')],
  ['gzip', gzipSync('x,y\n1,2\n')],
  ['zstd', ZSTD],
] as const;

describe.each(KINDS)('decompress (%s)', (kind, bytes) => {
  it('gives the text', async () => {
    const parts: Uint8Array[] = [];
    for await (const part of decompress(kind, silentAfter(bytes), options)) {
      parts.push(part);
      if (Buffer.concat(parts).length === 8) break;
    }
    expect(Buffer.concat(parts).toString()).toBe('x,y\n1,2\n');
  });

  it('ends at once on abort with its reason, though the source is silent, and tells the source', async () => {
    const stop = new AbortController();
    const source = silentAfter(bytes.subarray(0, 4));
    const iterator = decompress(kind, source, { ...options, signal: stop.signal })[Symbol.asyncIterator]();
    if (kind === 'none') await iterator.next();
    const next = iterator.next();
    setTimeout(() => stop.abort(new EngineError('DEADLINE_EXCEEDED', 'too late')), 10);
    await expect(next).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(source.returned).toBe(1);
  });

  it('tells the source when the consumer stops early', async () => {
    const source = silentAfter(bytes, bytes);
    for await (const part of decompress(kind, source, options)) if (part.length > 0) break;
    expect(source.returned).toBe(1);
  });

  it('passes on what the source throws', async () => {
    const failure = new EngineError('SOURCE_CHANGED', 'changed');
    // eslint-disable-next-line @typescript-eslint/require-await -- a source that fails between two chunks
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 5);
      throw failure;
    }
    const all = async (): Promise<void> => {
      for await (const part of decompress(kind, failing(), options)) expect(part.length).toBeGreaterThan(0);
    };
    await expect(all()).rejects.toBe(failure);
  });
});

describe('decompress', () => {
  it.each(['bzip2', 'xz', 'lz4', 'zip'] as const)('refuses %s by name before reading anything', (kind) => {
    expect(() => decompress(kind, silentAfter(), options)).toThrow(expect.objectContaining({ code: 'SOURCE_UNSUPPORTED', message: expect.stringContaining(kind) }));
  });
});
