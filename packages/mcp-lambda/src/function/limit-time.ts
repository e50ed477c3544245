import type { CallOptions, Engine } from '@sluice/engine';

export interface TimeLimits {
  /** Until when an answer has to be there. @default no limit beside the engine's */
  readonly remainingMs: () => number | undefined;
  /** Told what is asked, before it is. */
  readonly onQuery: (sql: string) => void;
}

/** The same engine, whose questions all end in time: how long they have is asked anew for each. */
export function limitTime(engine: Engine, { remainingMs, onQuery }: TimeLimits): Engine {
  const within = <T extends CallOptions>(options: T): T & CallOptions => {
    const asked = options.timeoutMs ?? engine.limits.timeoutMs;
    // A timer of less than a millisecond would be one of a millisecond all the same.
    const timeoutMs = Math.max(1, Math.min(asked, Math.floor(remainingMs() ?? Infinity)));
    return { ...options, timeoutMs };
  };
  return {
    ...engine,
    query(sql, options = {}) {
      onQuery(sql);
      return engine.query(sql, within(options));
    },
    writeRows(sql, options, use) {
      onQuery(sql);
      return engine.writeRows(sql, within(options), use);
    },
    inspect: (uri, options = {}) => engine.inspect(uri, within(options)),
    listFiles: (uri, options = {}) => engine.listFiles(uri, within(options)),
    checkPlaces: (options = {}) => engine.checkPlaces(within(options)),
    profile: (request, options = {}) => engine.profile(request, within(options)),
    compare: (request, options = {}) => engine.compare(request, within(options)),
    validate: (request, options = {}) => engine.validate(request, within(options)),
  };
}
