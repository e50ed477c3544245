import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ProxyContestant } from './contestants.js';

export interface Answer {
  readonly result?: { readonly content?: readonly { readonly text?: string }[]; readonly isError?: boolean; readonly tools?: readonly unknown[] };
  readonly error?: { readonly message: string };
}

interface Message extends Answer {
  readonly id?: number;
  readonly method?: string;
}

const GIVE_UP_AFTER_MS = 20_000;
const REGION = 'eu-central-1';

/** A proxy as a client sees it: JSON-RPC, a line each. */
export class StdioPeer implements AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams;
  readonly startedAt = performance.now();
  readonly notices: string[] = [];
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #nextId = 1;

  constructor({ command }: ProxyContestant, url: string, env: Readonly<Record<string, string>>) {
    const [file = '', ...args] = command;
    this.child = spawn(file, [...args, url, '--service', 'execute-api', '--region', REGION], { env: { ...env, AWS_REGION: REGION } });
    this.child.stderr.resume();
    this.child.stdin.on('error', () => {});
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as Message;
      if (message.method !== undefined) this.notices.push(message.method);
      else this.#waiting.get(message.id ?? -1)?.(message);
    });
  }

  /** @returns the answer, or an error that says that none came */
  request(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ error: { message: `no answer within ${GIVE_UP_AFTER_MS / 1000} s` } }), GIVE_UP_AFTER_MS);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      });
      this.#send({ id, method, params });
    });
  }

  get lastId(): number {
    return this.#nextId - 1;
  }

  notify(method: string, params: Readonly<Record<string, unknown>> = {}): void {
    this.#send({ method, params });
  }

  call(name: string, args: Readonly<Record<string, unknown>> = {}, meta: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return this.request('tools/call', { name, arguments: args, _meta: meta });
  }

  async handshake(): Promise<Answer> {
    const answer = await this.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } });
    this.notify('notifications/initialized');
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'close');
  }

  #send(message: Readonly<Record<string, unknown>>): void {
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }
}

/** What the user is told, be it as an error of the protocol or of the tool. */
export function told({ result, error }: Answer): string {
  const text = error?.message ?? result?.content?.[0]?.text ?? '';
  return `${error === undefined && result?.isError !== true ? 'answered' : 'error'}: ${text.replace(/\s+/g, ' ').slice(0, 220)}`;
}
