import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}

/** Starts a Node program that says where it listens on stderr. */
export async function startServer(args: readonly string[]): Promise<RunningServer> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  let said = '';
  for await (const chunk of child.stderr) {
    said += String(chunk);
    const url = /listens on (\S+)\n/.exec(said)?.[1];
    if (url === undefined) continue;
    return {
      url,
      async [Symbol.asyncDispose]() {
        const ended = once(child, 'exit');
        child.kill();
        await ended;
      },
    };
  }
  throw new Error(`${args.join(' ')} did not start: ${said}`);
}
