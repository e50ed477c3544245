/** Which warehouse answers. */
export interface RemotePlace {
  readonly engine: 'databricks';
  readonly host: string;
  /** The path of the warehouse on its host. */
  readonly warehouse: string;
}

/** An existing distributed engine, which answers instead of DuckDB. */
export interface RemoteEngine {
  readonly place: RemotePlace;
  /** Nothing is loaded or connected before. Ends what it began when the signal aborts. */
  openSession(signal: AbortSignal): Promise<RemoteSession>;
}

/** One question's session; its temporary views end with it. */
export interface RemoteSession extends AsyncDisposable {
  /**
   * Runs one statement and gives its rows, a piece at a time. `take` says whether it wants more; on abort the statement is cancelled.
   * @returns what the engine calls the statement
   * @throws EngineError; rows that were taken before are no answer then
   */
  run(statement: string, take: (rows: readonly RemoteRow[]) => boolean): Promise<string>;
}

/** Values by the names of columns. */
export type RemoteRow = Readonly<Record<string, unknown>>;
