import type { Progress } from '../query/meter.js';
import type { Answer } from '../result/answer.js';
import type { CompareOptions } from './compare/compare-options.js';
import type { CompareReport } from './compare/compare-report.js';
import type { Profile } from './profile/profile.js';
import type { ProfileRequest } from './profile/profile-source.js';
import type { ValidationReport } from './validate/report.js';
import type { ValidationRequest } from './validate/validate-source.js';

/** A report asks several questions: the time is for all of them together. */
export interface ReportOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** Called as bytes arrive; every question counts from zero. */
  readonly onProgress?: (progress: Progress) => void;
}

/** What an engine tells beside answers to SQL. */
export interface Reports {
  /** What a table holds, column by column. */
  profile(request: ProfileRequest, options?: ReportOptions): Promise<Profile>;
  /** How two sources differ: their columns, and their rows by key. */
  compare(request: CompareOptions, options?: ReportOptions): Promise<CompareReport>;
  /** Which checks a source passes, and the rows that fail. */
  validate(request: ValidationRequest, options?: ReportOptions): Promise<ValidationReport>;
}

interface Asked {
  readonly tables?: Readonly<Record<string, string | readonly string[]>>;
  readonly limits?: { readonly maxRows?: number; readonly maxCellChars?: number };
  readonly dryRun?: boolean;
}

/** Asks one question of a report, within the report's time. */
export type AskWithin = (sql: string, question: Asked) => Promise<Answer>;

/** What the engine's limits would cut: one row holds all samples of bad rows, and a file may have many columns. */
const VALIDATION_LIMITS = { maxRows: 100_000, maxCellChars: 10_000_000 };

/**
 * Each kind of report is loaded when one is asked for.
 * @param report runs what asks the questions of one report, under one deadline
 */
export function createReports(report: <T>(options: ReportOptions, run: (ask: AskWithin) => Promise<T>) => Promise<T>): Reports {
  return {
    async profile(request, options = {}) {
      const { profileSource } = await import('./profile/profile-source.js');
      return await report(options, (ask) => profileSource((sql, tables) => ask(sql, { tables }), request));
    },
    async compare(request, options = {}) {
      const { compareSources } = await import('./compare/compare-sources.js');
      return await report(options, (ask) => compareSources(ask, request));
    },
    async validate(request, options = {}) {
      const { validateSource } = await import('./validate/validate-source.js');
      return await report(options, (ask) => validateSource((sql) => ask(sql, { limits: VALIDATION_LIMITS }), request));
    },
  };
}
