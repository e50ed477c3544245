import { quoteIdentifier } from '../../database/quote.js';
import { EngineError } from '../../errors.js';
import type { Answer, SourceUsed } from '../../result/answer.js';
import { keyFirst, matchColumns, type ColumnPair, type MatchedColumns } from './column-pairs.js';
import { settleOptions, type Ask, type CompareOptions } from './compare-options.js';
import type { CompareReport, RowComparison, SchemaComparison, Verdict } from './compare-report.js';
import { compareRows } from './compare-rows.js';
import { compareSchema } from './compare-schema.js';
import { suggestKeys } from './suggest-keys.js';

/**
 * Compares two sources: their columns by name, their rows by key. Rows take one statement that scans each side once,
 * and another one when the scan shows other types than the samples did.
 * @throws EngineError USAGE without a key, naming columns that could be one; UNKNOWN_COLUMN; whatever `ask` throws
 */
export async function compareSources(ask: Ask, options: CompareOptions): Promise<CompareReport> {
  const settled = settleOptions(options);
  const { left, right, key, mode, ignore } = settled;
  const samples = await Promise.all([readColumns(ask, 'left', options), readColumns(ask, 'right', options)]);
  const matched = matchColumns(samples[0].columns, samples[1].columns, ignore);
  const report = { left, right, mode };
  if (mode === 'schema') {
    const schema = compareSchema(matched);
    return { verdict: verdictOf(schema, undefined), ...report, schema, ...readFrom(samples) };
  }
  if (key.length === 0) throw await keyMissing(ask, matched.pairs, options);
  const compared = await compareRows(ask, { ...settled, pairs: keyFirst(matched, key), keyCount: key.length });
  assertUnchanged(samples, compared.answer);
  const schema = mode === 'all' ? compareSchema(withPairs(matched, compared.pairs)) : undefined;
  const { rows, answer } = compared;
  return { verdict: verdictOf(schema, rows), ...report, ...(schema && { schema }), rows, ...readFrom([answer]) };
}

/** Columns by the samples, no more is read; from a subquery, so that they have their types. */
const readColumns = (ask: Ask, side: 'left' | 'right', uris: CompareOptions): Promise<Answer> =>
  ask(`SELECT * FROM (FROM ${quoteIdentifier(side)})`, { tables: { [side]: uris[side] }, dryRun: true });

/** The columns were read before the rows: both have to be of the same files. */
function assertUnchanged(samples: readonly Answer[], rows: Answer): void {
  const versionOf = ({ uri, etag }: SourceUsed): string => JSON.stringify([uri, etag]);
  const sampled = new Set(samples.flatMap(({ sources }) => sources.map(versionOf)));
  const changed = rows.sources.find((source) => !sampled.has(versionOf(source)));
  if (changed === undefined) return;
  throw new EngineError('SOURCE_CHANGED', `${changed.uri} changed while it was compared`, { hint: 'Ask again.' });
}

const readFrom = (answers: readonly Answer[]): Pick<CompareReport, 'sources' | 'warnings'> => ({
  sources: answers.flatMap(({ sources }) => sources),
  warnings: answers.flatMap(({ warnings }) => warnings),
});

/** The same columns in the same order, with the types that the rows turned out to have. */
const withPairs = (matched: MatchedColumns, pairs: readonly ColumnPair[]): MatchedColumns => ({
  ...matched,
  pairs: matched.pairs.map((pair) => pairs.find(({ left }) => left.name === pair.left.name) ?? pair),
});

function verdictOf(schema: SchemaComparison | undefined, rows: RowComparison | undefined): Verdict {
  if (schema?.equal === false || rows?.equal === false) return 'different';
  const leftOut = rows !== undefined && rows.duplicateKeys.keys + rows.nullKeys.left > 0;
  return leftOut ? 'undecided' : 'equal';
}

async function keyMissing(ask: Ask, pairs: readonly ColumnPair[], options: CompareOptions): Promise<EngineError> {
  const names = await suggestKeys(ask, pairs, options);
  const hint =
    names.length === 0
      ? 'No column is unique on both sides: name several that together tell a row.'
      : `Unique on both sides: ${names.map((name) => JSON.stringify(name)).join(', ')}.`;
  return new EngineError('USAGE', 'Rows are compared by a key, and none is given', { hint });
}
