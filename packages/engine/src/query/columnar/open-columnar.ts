import type { Scope } from '../../database/database.js';
import { EngineError } from '../../errors.js';
import type { QueryPlan } from '../../plan/parse-query.js';
import { openParquetFiles, type OpenContext } from '../../parquet/open-files.js';
import type { Meter } from '../meter.js';
import { wantsFilename, type NamedTable } from '../open-tables.js';
import type { QuestionContext } from '../question.js';
import type { OpenedFiles } from './choose-files.js';
import { columnarFolder, type ColumnarQuestion } from './columnar-question.js';
import type { ColumnarTable } from './columnar-table.js';
import { findColumnar, type FoundColumnar } from './find-columnar.js';
import { openDelta } from './open-delta.js';
import { openParquet } from './open-parquet.js';

export interface OpenedColumnar extends ColumnarQuestion {
  /** Tables that are not Parquet. */
  readonly others: readonly NamedTable[];
}

/** Finds and opens those of a question's tables that are Parquet. */
export async function openColumnar(plan: QueryPlan, named: readonly NamedTable[], { database, sources, limits, badRows, signal }: QuestionContext, meter: Meter): Promise<OpenedColumnar> {
  const found = await Promise.all(named.map(async ({ uris, format }) => await findColumnar(uris, { sources, signal, maxObjects: limits.maxObjects, format })));
  const others = named.filter((_, i) => found[i] === undefined);
  const opened: OpenedFiles = new Map();
  const onBytes = (bytes: number): void => meter.add(bytes);
  if (others.length === named.length) return { others, opened, tables: [], context: { sources, signal, folder: database.folder, onBytes }, [Symbol.asyncDispose]: () => Promise.resolve() };
  const folder = columnarFolder(database.folder);
  const context = { sources, signal, folder: folder.path, onBytes };
  try {
    if (badRows === 'only') throw noBadRows();
    await using scope = database.openScope(signal);
    const tables: ColumnarTable[] = [];
    for (const [i, one] of found.entries()) {
      const table = named[i];
      if (one !== undefined && table !== undefined) tables.push(await openOne(scope, one, { viewName: table.viewName, withFilename: wantsFilename(plan), id: `t${i}` }, { context, opened }));
    }
    return { others, opened, tables, context, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

type Named = Pick<ColumnarTable, 'viewName' | 'withFilename'> & { readonly id: string };

async function openOne(scope: Scope, found: FoundColumnar, named: Named, { context, opened }: { readonly context: OpenContext; readonly opened: OpenedFiles }): Promise<ColumnarTable> {
  if (found.kind === 'delta') return await openDelta(scope, found.found, named, context);
  const files = await openParquetFiles(found.objects, named.id, context);
  for (const [i, { uri }] of found.objects.entries()) if (files[i] !== undefined) opened.set(uri, files[i]);
  return await openParquet(scope, found.objects, files, named);
}

const noBadRows = (): EngineError =>
  new EngineError('USAGE', 'Parquet has no rows that do not fit their table', { hint: 'Ask for bad rows of CSV files alone.' });
