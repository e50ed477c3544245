import { Connection, type ConnectionOptionsMs, type Origin } from './connection.js';

export interface PoolOptions extends ConnectionOptionsMs {
  readonly maxConnections: number;
}

/** A connection that nobody else uses until it is given back. */
export interface TakenConnection {
  readonly connection: Connection;
  /** Keeps it for another request when it is at rest, else closes it; calling it again does nothing. */
  readonly giveBack: () => void;
}

/** Keeps connections alive between requests, and bounds how many there are. */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #idle = new Map<string, Connection[]>();
  readonly #taken = new Set<Connection>();
  #waiting: (() => void)[] = [];

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Waits while all connections are in use. */
  async take(origin: Origin, signal: AbortSignal | undefined): Promise<TakenConnection> {
    while (this.#taken.size >= this.#options.maxConnections) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (signal?.aborted === true) {
      this.#wakeOne();
      throw signal.reason;
    }
    const key = `${origin.secure}|${origin.host}|${origin.port}`;
    const connection = this.#idleOne(key) ?? new Connection(origin, this.#options);
    this.#taken.add(connection);
    let isBack = false;
    const giveBack = (): void => {
      // By a second call somebody else may have it.
      if (!isBack) this.#giveBack(key, connection);
      isBack = true;
    };
    return { connection, giveBack };
  }

  destroy(): void {
    for (const connection of [...this.#taken, ...[...this.#idle.values()].flat()]) connection.destroy();
    this.#idle.clear();
  }

  #idleOne(key: string): Connection | undefined {
    const idle = this.#idle.get(key) ?? [];
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) if (last.reusable) return last;
    return undefined;
  }

  #giveBack(key: string, connection: Connection): void {
    this.#taken.delete(connection);
    if (connection.reusable) this.#idle.set(key, [...(this.#idle.get(key) ?? []), connection]);
    else connection.destroy();
    this.#wakeOne();
  }

  #wakeOne(): void {
    this.#waiting.shift()?.();
  }
}
