import { EngineError } from '../../errors.js';
import type { Answer } from '../../result/answer.js';
import { isRowCheck, type Check } from './check.js';
import { checkResult } from './check-result.js';
import { placeChecks } from './place-check.js';
import type { ValidationReport } from './report.js';
import { askColumns, type Ask } from './source-columns.js';
import { validationSql, type ValidationQuery } from './validation-sql.js';
import { verifyCheck } from './verify-check.js';

export interface ValidationRequest {
  /** One URI or pattern, or several that are one table. */
  readonly source: string | readonly string[];
  readonly checks: readonly Check[];
  /** Texts that mean "no value". @default the empty field alone */
  readonly missing?: readonly string[];
  /** Bad rows to show for each check. @default 5 */
  readonly samples?: number;
}

const DEFAULT_SAMPLES = 5;

/**
 * Holds checks against a source and says which fail, in how many rows, with the first of them.
 * @throws EngineError USAGE for a check that makes no sense, UNKNOWN_COLUMN, and whatever the engine throws
 */
export async function validateSource(ask: Ask, { source, checks, missing = [''], samples = DEFAULT_SAMPLES }: ValidationRequest): Promise<ValidationReport> {
  if (checks.length === 0) throw new EngineError('USAGE', 'There is nothing to check', { hint: 'Ask for at least one check.' });
  for (const check of checks) await verifyCheck(ask, check);
  const started = performance.now();
  const uris = [source].flat();
  const columns = await askColumns(ask, uris);
  const placed = await placeChecks(ask, checks, uris, columns);
  const runnable = placed.flatMap(({ check, absent }, index) => (absent === undefined ? [{ index, check }] : []));
  const answer = await ask(validationSql({ source: { uris, missing }, samples: Math.max(1, samples), ...splitChecks(runnable) }));
  const found = valuesByName(answer);
  const results = placed.map((check, index) => checkResult(check, { index, columns, found, samples }));
  const failedChecks = results.filter(({ passed }) => !passed).length;
  const { sources, warnings, bytesRead } = answer;
  return {
    passed: failedChecks === 0,
    rowCount: Number(found.get('total')),
    failedChecks,
    checks: results,
    sources,
    warnings,
    bytesRead,
    ms: Math.round(performance.now() - started),
  };
}

function splitChecks(checks: readonly { readonly index: number; readonly check: Check }[]): Pick<ValidationQuery, 'rowChecks' | 'keyChecks'> {
  return {
    rowChecks: checks.flatMap(({ index, check }) => (isRowCheck(check) ? [{ index, check }] : [])),
    keyChecks: checks.flatMap(({ index, check }) => (check.kind === 'unique' || check.kind === 'foreign-key' ? [{ index, check }] : [])),
  };
}

/** The one row of the answer. */
function valuesByName({ columns, rows: [row = []], truncated }: Answer): ReadonlyMap<string, unknown> {
  if (truncated) throw new EngineError('RESULT_LIMIT', 'The samples of bad rows are larger than an answer may be', { hint: 'Ask for fewer samples.' });
  return new Map(columns.map(({ name }, i) => [name, row[i]]));
}
