import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** What a user runs: the built command. */
export const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

const UNTIL_MS = 30_000;

export interface JsonRpc {
  readonly jsonrpc: '2.0';
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: Record<string, unknown> };
}

/** The proxy as a client sees it, line by line, with no SDK in between. */
export class ProxyProcess implements AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams;
  /** Everything that came on stdout, as it came. */
  readonly lines: string[] = [];
  stderr = '';
  readonly #exited: Promise<number | null>;
  #waiting: { readonly accepts: (message: JsonRpc) => boolean; readonly resolve: (message: JsonRpc) => void }[] = [];
  #nextId = 1;

  constructor(args: readonly string[], env: Record<string, string>) {
    this.child = spawn(process.execPath, [CLI, ...args], { env });
    this.child.stderr.setEncoding('utf8').on('data', (chunk: string) => (this.stderr += chunk));
    this.child.stdin.on('error', () => {});
    createInterface({ input: this.child.stdout }).on('line', (line) => this.#onLine(line));
    this.#exited = once(this.child, 'close').then(([code]) => code as number | null);
  }

  send(message: Omit<JsonRpc, 'jsonrpc'>): void {
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  /** Sends a request and waits for its answer. */
  request(method: string, params: Record<string, unknown> = {}): Promise<JsonRpc> {
    const id = this.#nextId++;
    const answer = this.next((message) => message.id === id && message.method === undefined);
    this.send({ id, method, params });
    return answer;
  }

  call(name: string, args: Record<string, unknown> = {}): Promise<JsonRpc> {
    return this.request('tools/call', { name, arguments: args });
  }

  /** The handshake of the protocol up to 2025-11-25. */
  async initialize(): Promise<JsonRpc> {
    const answer = await this.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } });
    this.send({ method: 'notifications/initialized' });
    return answer;
  }

  /** The next message that fits, of those still to come. */
  next(accepts: (message: JsonRpc) => boolean): Promise<JsonRpc> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ accepts, resolve });
      void this.#exited.then(() => reject(new Error(`The proxy ended: ${this.stderr}`)));
    });
  }

  /** Closes the client's end. @returns the exit code */
  async end(): Promise<number | null> {
    this.child.stdin.end();
    return this.#exited;
  }

  get exited(): Promise<number | null> {
    return this.#exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#exited;
  }

  #onLine(line: string): void {
    this.lines.push(line);
    const message = JSON.parse(line) as JsonRpc;
    const at = this.#waiting.findIndex(({ accepts }) => accepts(message));
    if (at >= 0) this.#waiting.splice(at, 1)[0]?.resolve(message);
  }
}

/** The text of a tool's answer. */
export const textOf = ({ result }: JsonRpc): string => ((result?.content as { readonly text: string }[] | undefined)?.[0]?.text ?? '');

/** Waits for what another process does. */
export async function until(isTrue: () => boolean): Promise<void> {
  const end = Date.now() + UNTIL_MS;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`Not within ${UNTIL_MS} ms: ${isTrue.toString()}`);
    await delay(10);
  }
}
