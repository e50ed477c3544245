import { LambdaEnvironment, type LambdaOptions } from './lambda-environment.js';
import type { FunctionOutcome } from './runtime-api.js';

export interface LambdaFunctionOptions extends LambdaOptions {
  /** Environments at once; further events wait. @default 1 */
  readonly maxEnvironments?: number;
}

/** A function that starts environments as events come, and keeps them for later ones. */
export class LambdaFunction implements AsyncDisposable {
  /** Environments that were ever started. */
  started = 0;
  readonly #options: LambdaFunctionOptions;
  readonly #alive = new Set<LambdaEnvironment>();
  readonly #idle: LambdaEnvironment[] = [];
  readonly #waiting: (() => void)[] = [];
  /** Environments whose start has begun and not ended. */
  #starting = 0;

  constructor(options: LambdaFunctionOptions) {
    this.#options = options;
  }

  get environments(): readonly LambdaEnvironment[] {
    return [...this.#alive];
  }

  async invoke(event: object): Promise<FunctionOutcome> {
    const environment = await this.#take();
    try {
      return await environment.invoke(event, () => this.#giveBack(environment));
    } catch (error) {
      // Its init phase failed: the next event begins with another.
      this.#giveBack(environment);
      return { kind: 'error', error: String(error) };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#alive].map((environment) => environment[Symbol.asyncDispose]()));
  }

  async #take(): Promise<LambdaEnvironment> {
    for (;;) {
      const idle = this.#idle.pop();
      if (idle?.isAlive === true) return idle;
      if (idle !== undefined) continue;
      if (this.#alive.size + this.#starting < (this.#options.maxEnvironments ?? 1)) return await this.#start();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async #start(): Promise<LambdaEnvironment> {
    this.#starting += 1;
    try {
      const environment = await LambdaEnvironment.start(this.#options);
      this.#alive.add(environment);
      this.started += 1;
      return environment;
    } finally {
      this.#starting -= 1;
    }
  }

  #giveBack(environment: LambdaEnvironment): void {
    if (environment.isAlive) this.#idle.push(environment);
    else if (this.#alive.delete(environment)) void environment[Symbol.asyncDispose]();
    this.#waiting.shift()?.();
  }
}
