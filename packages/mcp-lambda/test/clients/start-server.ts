import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const CLI = join(import.meta.dirname, '../../dist/cli.js');

export const serverArgs = (folder: string): string[] => [CLI, '--root', folder, '--export', join(folder, 'exports'), '--cache', 'off'];

export interface HttpProcess extends AsyncDisposable {
  readonly url: string;
}

/** The command as users start it, listening on a free port. */
export async function startHttp(folder: string): Promise<HttpProcess> {
  const child = spawn(process.execPath, [...serverArgs(folder), '--http', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  for await (const chunk of child.stderr) {
    said += String(chunk);
    const url = /listens on (\S+)/.exec(said)?.[1];
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
  throw new Error(`sluice-mcp did not start: ${said}`);
}
