import type { Scope } from '../../database/database.js';
import { openParquetFiles, type OpenContext } from '../../parquet/open-files.js';
import type { OpenedFiles } from './choose-files.js';
import type { ColumnarTable } from './columnar-table.js';
import type { FoundColumnar } from './find-columnar.js';
import { openDelta } from './open-delta.js';
import { openParquet } from './open-parquet.js';

/** What a statement says of a table. */
type Named = Pick<ColumnarTable, 'viewName' | 'withFilename'> & { readonly id: string };

/** Opens what was found, whichever it is. */
export async function openTable(scope: Scope, found: FoundColumnar, named: Named, { context, opened }: { readonly context: OpenContext; readonly opened: OpenedFiles }): Promise<ColumnarTable> {
  if (found.kind === 'delta') return await openDelta(scope, found.found, named, context);
  const files = await openParquetFiles(found.objects, named.id, context);
  for (const [i, { uri }] of found.objects.entries()) if (files[i] !== undefined) opened.set(uri, files[i]);
  return await openParquet(scope, found, files, named);
}
