import { PassThrough, Transform, type Readable } from 'node:stream';

export interface ClientInputOptions {
  /** Resolves when requests under way have left; undefined when there is room now. */
  readonly room: () => Promise<void> | undefined;
  /** Called when the client has closed its end; what is under way may be answered until it resolves. */
  readonly beforeEnd: () => Promise<void>;
}

/**
 * The client's messages, in whole lines: the SDK's reader copies all it has on every chunk, which a request of many
 * megabytes would feel. Held back while the server takes no more, and ended a moment after the client hung up.
 */
export function clientInput(stdin: Readable, { room, beforeEnd }: ClientInputOptions): Readable {
  let parts: Buffer[] = [];
  const lines = new Transform({
    transform(chunk: Buffer, _, done) {
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      if (end === 0) {
        parts.push(chunk);
        return done();
      }
      const whole = Buffer.concat([...parts, chunk.subarray(0, end)]);
      parts = end === chunk.length ? [] : [chunk.subarray(end)];
      void Promise.resolve(room()).then(() => done(null, whole));
    },
  });
  const input = new PassThrough();
  lines.pipe(input, { end: false });
  const finish = (): void => void beforeEnd().finally(() => input.end());
  stdin.on('error', finish).pipe(lines).on('end', finish);
  return input;
}

const NEWLINE = 0x0a;
