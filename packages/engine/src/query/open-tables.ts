import { nearest } from '../decode/nearest.js';
import { EngineError } from '../errors.js';
import { inspectSource, type InspectOptions } from '../inspect/inspect-source.js';
import { SiblingDialects } from '../inspect/sibling-dialects.js';
import type { QueryPlan } from '../plan/parse-query.js';
import type { PlannedTable } from '../plan/view-names.js';
import type { AnswerWarning } from '../result/answer.js';
import type { Source } from '../source/source.js';
import type { Meter } from './meter.js';
import type { OpenedSources } from './opened-sources.js';
import type { Question, QuestionContext } from './question.js';
import { driftWarnings } from './schema-drift.js';
import type { TableFiles } from './table-files.js';

interface Opening {
  readonly sources: OpenedSources;
  readonly meter: Meter;
}

/** Opens and inspects what every table of a plan stands for that is not Parquet. */
export async function openTables(plan: QueryPlan, tables: readonly NamedTable[], question: Question, { memo, types, signal }: QuestionContext, { sources, meter }: Opening): Promise<TableFiles[]> {
  return await Promise.all(
    tables.map(async ({ viewName, uris, options }) => {
      const opened = await sources.resolve(uris);
      const { present, warnings } = withoutEmpty(opened);
      const reading = { ...question.reading, ...options };
      const siblings = new SiblingDialects(present.length);
      const known = await Promise.all(
        present.map(async (source) => {
          const counted = meter.count(source);
          return await memo.inspect(counted, reading, { fresh: types === 'strict', look: () => inspectSource(counted, { ...reading, siblings }, signal), signal });
        }),
      );
      const files = known.map(({ inspected }) => inspected);
      const learned = known.flatMap((file) => file.warnings);
      assertDeclared(reading, files);
      const withFilename = wantsFilename(plan) && !files.some(hasFilename);
      return { viewName, files, reading, learned, withFilename, warnings: [...warnings, ...driftWarnings(viewName, files)] };
    }),
  );
}

/** A planned table with the names that it stands for. */
export interface NamedTable extends PlannedTable {
  readonly uris: readonly string[];
}

export const namedTables = ({ tables }: QueryPlan, question: Question): NamedTable[] =>
  tables.map((table) => ({ ...table, uris: table.uris ?? [question.tables?.[table.viewName] ?? table.viewName].flat() }));

/** Among several files an empty one adds nothing; alone it is a mistake that its inspection names. */
function withoutEmpty(sources: readonly Source[]): { present: readonly Source[]; warnings: readonly AnswerWarning[] } {
  const present = sources.filter(({ size }) => size > 0);
  if (present.length === 0 || present.length === sources.length) return { present: sources, warnings: [] };
  const empty = sources.filter(({ size }) => size === 0);
  return { present, warnings: empty.map(({ uri }) => ({ code: 'EMPTY_FILE', message: `${uri} is empty and adds nothing` })) };
}

/** A type for a column that no file has would change nothing, silently. */
function assertDeclared({ types = {} }: InspectOptions, files: TableFiles['files']): void {
  const names = files.flatMap(({ reading }) => reading.columns.map(({ name }) => name));
  const known = new Set(names.map((name) => name.toLowerCase()));
  const unknown = Object.keys(types).find((name) => !known.has(name.toLowerCase()));
  if (unknown === undefined) return;
  throw new EngineError('UNKNOWN_COLUMN', `There is no column ${JSON.stringify(unknown)} to give a type`, {
    hint: `The nearest columns are ${nearest(unknown, [...new Set(names)], 3).join(', ')}.`,
  });
}

/** `filename` tells where a row came from, to who asks for it by name. */
export const wantsFilename = ({ sql, pivots }: QueryPlan): boolean => [sql, ...pivots.map(({ valuesSql }) => valuesSql)].some((text) => /\bfilename\b/i.test(text));

const hasFilename = ({ reading }: TableFiles['files'][number]): boolean => reading.columns.some(({ name }) => name.toLowerCase() === 'filename');
