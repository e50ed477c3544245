import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findShapingProxy } from './find-shaping-proxy.js';

/** What the network between here and S3 is made to look like. */
export const SHAPE = { firstByteMs: 30, bytesPerSecond: 80_000_000 } as const;

export interface ShapingProxy extends AsyncDisposable {
  readonly endpoint: string;
}

/** Starts a proxy in front of a server: the same protocol, later and slower. */
export async function startShapingProxy(endpoint: string): Promise<ShapingProxy> {
  const { host, protocol } = new URL(endpoint);
  const options = ['-upstream', host, '-delay', `${SHAPE.firstByteMs}ms`, '-rate', String(SHAPE.bytesPerSecond)];
  const child = spawn(await findShapingProxy(), options, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const address = await Promise.race([once(child.stdout, 'data').then(([text]) => String(text).trim()), exited.then(() => undefined)]);
  if (address === undefined) throw new Error('The shaping proxy ended at once');
  return {
    endpoint: `${protocol}//${address}`,
    [Symbol.asyncDispose]: async () => {
      // It ends with its standard input.
      child.stdin.end();
      await exited;
    },
  };
}
