import { connect as connectTcp, isIP, type OnReadOpts, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { parseResponseHead, type ResponseHead } from './response-head.js';

export interface Origin {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
}

export interface ConnectionOptionsMs {
  readonly connectTimeoutMs: number;
  /** Silence after which the connection is given up. */
  readonly idleTimeoutMs: number;
}

const MAX_HEAD_BYTES = 16 * 1024;

/**
 * One HTTP/1.1 connection that receives bodies straight into the memory that they are wanted in. Node's own client
 * gives a new buffer for every 64 KB; that alone costs as much as everything else between socket and DuckDB.
 */
export class Connection {
  readonly #socket: Socket;
  /** Heads are received here, and what comes when nothing is expected. */
  readonly #scratch = Buffer.allocUnsafeSlow(MAX_HEAD_BYTES);
  #state: State = { kind: 'idle' };
  #failure: Error | undefined;

  constructor({ secure, host, port }: Origin, { connectTimeoutMs, idleTimeoutMs }: ConnectionOptionsMs) {
    const onread: OnReadOpts = {
      buffer: () => this.#room(),
      callback: (count, buffer) => this.#receive(count, buffer),
    };
    const options: TcpNetConnectOpts & ConnectionOptions = { host, port, noDelay: true, onread };
    const servername = isIP(host) === 0 ? { servername: host } : {};
    this.#socket = secure ? connectTls({ ...options, ...servername, ALPNProtocols: ['http/1.1'] }) : connectTcp(options);
    this.#socket.setTimeout(connectTimeoutMs);
    this.#socket.once(secure ? 'secureConnect' : 'connect', () => this.#socket.setTimeout(idleTimeoutMs));
    this.#socket.on('timeout', () => this.#socket.destroy(failure('ETIMEDOUT', 'the connection was silent for too long')));
    this.#socket.on('error', (error) => (this.#failure ??= error));
    this.#socket.once('close', () => this.#fail(this.#failure ?? failure('ECONNRESET', 'the connection was closed')));
  }

  /** Whether another request can be sent. */
  get reusable(): boolean {
    return this.#state.kind === 'idle' && !this.#socket.destroyed && this.#socket.writable;
  }

  /** Sends a request without a body and waits for the head of its response; the body waits in the socket. */
  request(text: string): Promise<ResponseHead> {
    return new Promise((resolve, reject) => {
      this.#state = { kind: 'head', filled: 0, resolve, reject };
      this.#socket.ref();
      this.#socket.write(text, 'latin1');
    });
  }

  /** Receives exactly `target.length` bytes of body; `onFilled` hears how many are there. */
  receive(target: Uint8Array, onFilled: (bytes: number) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const early = this.#state.kind === 'paused' ? this.#state.early : new Uint8Array();
      if (this.#failure !== undefined || this.#socket.destroyed) return reject(this.#failure ?? failure('ECONNRESET', 'the connection was closed'));
      this.#state = { kind: 'body', target, filled: 0, onFilled, resolve, reject };
      this.#receive(early.length, early);
      this.#socket.resume();
    });
  }

  destroy(error?: Error): void {
    this.#socket.destroy(error);
  }

  /** Where the next bytes are to go. */
  #room(): Uint8Array {
    const state = this.#state;
    if (state.kind === 'body' && state.filled < state.target.length) return state.target.subarray(state.filled);
    return state.kind === 'head' ? this.#scratch.subarray(state.filled) : this.#scratch;
  }

  /** @returns whether to go on reading */
  #receive(count: number, buffer: Uint8Array): boolean {
    const state = this.#state;
    if (state.kind === 'head') return this.#receiveHead(state, count);
    if (state.kind === 'body') return this.#receiveBody(state, count, buffer);
    // Nothing was asked: an answer that nobody waits for would be taken for the next one's.
    this.#socket.destroy(failure('ECONNRESET', 'the server sent more than was asked for'));
    return false;
  }

  #receiveHead(state: Extract<State, { kind: 'head' }>, count: number): boolean {
    state.filled += count;
    try {
      const head = parseResponseHead(this.#scratch.subarray(0, state.filled));
      if (head === undefined && state.filled < MAX_HEAD_BYTES) return true;
      if (head === undefined) throw new Error('the head of the response is too long');
      this.#state = { kind: 'paused', early: this.#scratch.subarray(head.bodyStart, state.filled) };
      state.resolve(head);
    } catch (error) {
      this.#socket.destroy(error as Error);
    }
    return false;
  }

  #receiveBody(state: Extract<State, { kind: 'body' }>, count: number, buffer: Uint8Array): boolean {
    const { target, filled } = state;
    if (filled + count > target.length) {
      this.#socket.destroy(failure('ECONNRESET', 'the server sent more than was asked for'));
      return false;
    }
    // What came before the target was known lies elsewhere.
    if (buffer.buffer !== target.buffer) target.set(buffer.subarray(0, count), filled);
    state.filled += count;
    if (state.filled === target.length) {
      this.#state = { kind: 'idle' };
      this.#socket.unref();
      state.resolve();
    }
    state.onFilled(state.filled);
    return true;
  }

  #fail(error: Error): void {
    this.#failure = error;
    const state = this.#state;
    if (state.kind === 'head' || state.kind === 'body') state.reject(error);
    this.#state = { kind: 'idle' };
  }
}

interface Waiting {
  readonly reject: (error: Error) => void;
}

type State =
  | { readonly kind: 'idle' }
  | (Waiting & { readonly kind: 'head'; filled: number; readonly resolve: (head: ResponseHead) => void })
  | { readonly kind: 'paused'; readonly early: Uint8Array }
  | (Waiting & {
      readonly kind: 'body';
      readonly target: Uint8Array;
      filled: number;
      readonly onFilled: (bytes: number) => void;
      readonly resolve: () => void;
    });

/** With a code that the SDK knows as worth another try. */
const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });
