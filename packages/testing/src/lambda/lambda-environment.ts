import { spawn, type ChildProcess } from 'node:child_process';
import { findNode24 } from './find-node-24.js';
import { findRuntimeClient } from './find-runtime-client.js';
import { RuntimeApi, type FunctionOutcome } from './runtime-api.js';

export interface LambdaOptions {
  /** The folder that the function's zip would unpack to. */
  readonly folder: string;
  /** e.g. `index.handler` */
  readonly handler: string;
  /** The function's own variables, region and credentials among them. */
  readonly env?: Readonly<Record<string, string>>;
  /** @default 1024 */
  readonly memoryMb?: number;
  /** @default 120,000 */
  readonly timeoutMs?: number;
  /** The command of another runtime client. @default Node 24's */
  readonly runtime?: readonly string[];
  /** A command that starts the runtime, e.g. in a control group. @default none */
  readonly launcher?: readonly string[];
  /** Told each line that the function writes. @default none */
  readonly onLog?: (line: string) => void;
}

/** One environment of a function: Lambda's own runtime client on Node 24, which answers an event at a time. */
export class LambdaEnvironment implements AsyncDisposable {
  readonly process: ChildProcess;
  /** When the process was started, in `performance.now()`'s milliseconds. */
  readonly startedAt: number;
  /** Resolves when the init phase is over; rejects when it failed. */
  readonly ready: Promise<void>;
  /** Whether the process runs. */
  isAlive = true;
  readonly #api: RuntimeApi;
  readonly #options: LambdaOptions;
  readonly #exited: Promise<void>;
  #onIdle = (): void => {};

  static async start(options: LambdaOptions): Promise<LambdaEnvironment> {
    const runtime = options.runtime ?? (await nodeRuntime());
    const api = new RuntimeApi();
    return new LambdaEnvironment(options, { api, address: await api.listen(), command: [...(options.launcher ?? []), ...runtime] });
  }

  private constructor(options: LambdaOptions, { api, address, command }: { readonly api: RuntimeApi; readonly address: string; readonly command: readonly string[] }) {
    this.#options = options;
    this.#api = api;
    this.startedAt = performance.now();
    const [program = '', ...args] = command;
    this.process = spawn(program, args, { cwd: options.folder, env: runtimeEnv(options, address), stdio: ['ignore', 'pipe', 'pipe'] });
    this.#readLog(options.onLog ?? (() => {}));
    this.#exited = new Promise((resolve) => this.process.once('close', resolve));
    this.ready = new Promise((resolve, reject) => {
      api.onIdle = () => {
        resolve();
        this.#onIdle();
      };
      api.onInitError = (error) => reject(new Error(`The function's init phase failed: ${error}`));
      this.process.once('error', reject).once('exit', (code, signal) => reject(new Error(`The function ended in its init phase (${code ?? signal})`)));
    });
    // Who waits for it is told.
    this.ready.catch(() => {});
    // A test run that is cut short must not leave it behind.
    const kill = (): void => void this.process.kill('SIGKILL');
    process.once('exit', kill);
    this.process.once('exit', () => {
      this.isAlive = false;
      process.off('exit', kill);
      this.#onIdle();
    });
  }

  /**
   * Gives it an event once it is ready. A function that takes longer than it may is killed, as Lambda does.
   * @param onIdle called when it can take another
   */
  async invoke(event: object, onIdle: () => void = () => {}): Promise<FunctionOutcome> {
    await this.ready;
    const { timeoutMs = 120_000 } = this.#options;
    const timer = setTimeout(() => this.process.kill('SIGKILL'), timeoutMs);
    const ended = this.#exited.then((): FunctionOutcome => ({ kind: 'error', error: JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage: `Task timed out after ${timeoutMs / 1000} seconds, or its process ended` }) }));
    this.#onIdle = () => {
      clearTimeout(timer);
      onIdle();
    };
    return await Promise.race([this.#api.invoke(event, timeoutMs), ended]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isAlive) {
      this.process.kill('SIGKILL');
      await this.#exited;
    }
    await this.#api[Symbol.asyncDispose]();
  }

  #readLog(onLog: (line: string) => void): void {
    for (const stream of [this.process.stdout, this.process.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onLog(line);
      });
    }
  }
}

async function nodeRuntime(): Promise<readonly string[]> {
  const node = await findNode24();
  return [node, await findRuntimeClient(node)];
}

const runtimeEnv = ({ folder, handler, env = {}, memoryMb = 1024 }: LambdaOptions, address: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  TZ: ':UTC',
  LANG: 'en_US.UTF-8',
  AWS_LAMBDA_RUNTIME_API: address,
  _HANDLER: handler,
  LAMBDA_TASK_ROOT: folder,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'sluice',
  AWS_LAMBDA_FUNCTION_VERSION: '1',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/sluice',
  AWS_LAMBDA_LOG_STREAM_NAME: 'local',
  ...env,
});
