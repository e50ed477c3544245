import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';
import { typeSql } from '../../parquet/field.js';
import type { ColumnarTable } from './columnar-table.js';

/** A table with the name that its scans have in plans. */
export interface BoundColumnar {
  readonly id: string;
  readonly table: ColumnarTable;
}

export const columnarColumnName = (id: string, index: number): string => `${id}c${index}`;
const filenameColumnName = (id: string): string => `${id}f`;

/**
 * A view with the table's columns and no rows, so that DuckDB's plan tells what a question needs of it before anything is
 * read. Over an empty CSV: of that DuckDB knows no statistics that it could plan by, and filters stand above the scan.
 */
export function stubViewSql({ id, table }: BoundColumnar, folder: string): string {
  const path = join(folder, 'nothing.csv');
  writeFileSync(path, '', { mode: 0o600 });
  const columns = [...table.fields.map(({ type }, i) => [columnarColumnName(id, i), typeSql(type)] as const), ...(table.withFilename ? [[filenameColumnName(id), 'VARCHAR'] as const] : [])];
  const names = [...table.fields.map(({ name }, i) => `${columnarColumnName(id, i)} AS ${quoteIdentifier(name)}`), ...(table.withFilename ? [`${filenameColumnName(id)} AS filename`] : [])];
  return `CREATE OR REPLACE TEMP VIEW ${quoteIdentifier(table.viewName)} AS SELECT ${names.join(', ')}
    FROM read_csv([${quoteLiteral(path)}], columns = {${columns.map(([name, type]) => `${quoteLiteral(name)}: ${quoteLiteral(type)}`).join(', ')}}, auto_detect = false, header = false)`;
}
