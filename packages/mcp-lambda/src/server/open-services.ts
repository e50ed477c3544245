import { createEngine, type EngineOptions } from '@sluice/engine';
import { resolve } from 'node:path';
import { DEFAULT_ANSWER_LIMITS, type AnswerLimits } from '../limits.js';
import { openExportTarget } from '../export/open-export-target.js';
import { ResultStore } from '../result/result-store.js';
import type { Log, Services } from '../tool/tool.js';

export interface ServiceOptions {
  readonly engine: EngineOptions;
  readonly limits?: Partial<AnswerLimits>;
  /** A folder, or `s3://bucket/prefix`, that results may be written to. @default none */
  readonly exportTo?: string;
  /** @default none */
  readonly log?: Log;
}

const SILENT: Log = { info: () => {}, error: () => {} };

/** What all connections and requests share: one engine, and the results that can be paged through. Dispose it. */
export function openServices(options: ServiceOptions): Services & AsyncDisposable {
  const limits = { ...DEFAULT_ANSWER_LIMITS, ...options.limits };
  const engine = createEngine(options.engine);
  return {
    engine,
    store: new ResultStore(limits.keptBudgetBytes),
    limits,
    places: { roots: (options.engine.roots ?? ['data']).map((root) => resolve(root)), allow: options.engine.allow ?? [] },
    log: options.log ?? SILENT,
    exportTo: options.exportTo === undefined ? undefined : openExportTarget({ to: options.exportTo, ...(options.engine.s3 && { s3: options.engine.s3 }) }),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}
