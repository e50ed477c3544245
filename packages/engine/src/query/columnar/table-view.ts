import type { Scope } from '../../database/database.js';
import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';
import { columnValue, findColumn } from '../../parquet/column-value.js';
import { typeSql } from '../../parquet/field.js';
import type { FileColumn } from '../../parquet/file-columns.js';
import type { ChosenFile, ChosenTable } from './choose-files.js';

/** Names that no column of a file has by chance. */
const PATH = '__sluice_path';
const fileValue = (index: number): string => `v${index}`;

/** Points the table's view at the files, with those columns that the question needs. */
export async function createTableView(scope: Scope, chosen: ChosenTable, deleted: string | undefined): Promise<void> {
  const { id, table, files } = chosen;
  const filesTable = `"${id} files"`;
  const needed = neededValues(chosen);
  const select = `CREATE OR REPLACE TEMP VIEW ${quoteIdentifier(table.viewName)} AS `;
  if (files.length === 0) {
    await scope.execute(`${select}SELECT ${outputs(chosen, () => undefined).join(', ')} WHERE false`);
    return;
  }
  const isJoined = needed.length > 0 || table.withFilename || deleted !== undefined;
  if (isJoined) await scope.execute(filesTableSql(filesTable, chosen, needed));
  const groups = groupAlike(chosen);
  const selects = groups.map((group) => groupSql(chosen, group, { isJoined, filesTable, deleted }));
  await scope.execute(select + selects.join(' UNION ALL '));
}

/** Partition columns that the question needs. */
const neededValues = ({ table, columns }: ChosenTable): number[] => [...columns].filter((index) => table.partitionColumns.has(table.fields[index]?.name ?? ''));

function filesTableSql(name: string, { table, files }: ChosenTable, needed: readonly number[]): string {
  const rows = files.map(({ uri, open, values }, i) => `(${[quoteLiteral(open.path), quoteLiteral(uri), String(i), ...needed.map((index) => values.get(index) ?? 'NULL')].join(', ')})`);
  const columns = ['path', 'uri', 'i', ...needed.map(fileValue)];
  const types = needed.map((index) => `CAST(${fileValue(index)} AS ${typeSql(table.fields[index]?.type ?? { kind: 'leaf', sql: 'VARCHAR' })}) AS ${fileValue(index)}`);
  return `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT ${['path', 'uri', 'i', ...types].join(', ')} FROM (VALUES ${rows.join(', ')}) AS file(${columns.join(', ')})`;
}

/** Files whose columns are read by the same text. */
function groupAlike(chosen: ChosenTable): ChosenFile[][] {
  const groups = new Map<string, ChosenFile[]>();
  for (const file of chosen.files) {
    const key = JSON.stringify([file.vector !== undefined, [...chosen.columns].map((index) => columnOf(chosen, file.columns, index))]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups.values()];
}

function columnOf({ table }: ChosenTable, columns: readonly FileColumn[], index: number): FileColumn | undefined {
  const field = table.fields[index];
  return field === undefined || table.partitionColumns.has(field.name) ? undefined : findColumn(columns, field, table.findBy);
}

interface GroupOptions {
  readonly isJoined: boolean;
  readonly filesTable: string;
  /** A table of deleted rows, if any of the files has some. */
  readonly deleted: string | undefined;
}

function groupSql(chosen: ChosenTable, files: readonly ChosenFile[], { isJoined, filesTable, deleted }: GroupOptions): string {
  const [first] = files;
  const isThinned = first?.vector !== undefined && deleted !== undefined;
  const paths = files.map(({ open }) => quoteLiteral(open.path)).join(', ');
  const options = ['hive_partitioning = false', ...(isJoined ? [`filename = '${PATH}'`] : []), ...(isThinned ? ['file_row_number = true'] : [])];
  const read = `read_parquet([${paths}], ${options.join(', ')}) AS r`;
  const joined = isJoined ? ` JOIN ${filesTable} AS f ON r.${PATH} = f.path` : '';
  const thinned = isThinned ? ` ANTI JOIN ${deleted} AS d ON d.i = f.i AND d.n = r.file_row_number` : '';
  return `SELECT ${outputs(chosen, (index) => valueSql(chosen, first?.columns ?? [], index)).join(', ')} FROM ${read}${joined}${thinned}`;
}

function valueSql(chosen: ChosenTable, columns: readonly FileColumn[], index: number): string | undefined {
  const { table } = chosen;
  const field = table.fields[index];
  if (field === undefined || !chosen.columns.has(index)) return undefined;
  if (table.partitionColumns.has(field.name)) return `f.${fileValue(index)}`;
  const column = columnOf(chosen, columns, index);
  return columnValue(`r.${quoteIdentifier(column?.name ?? '')}`, column, field.type, table.findBy);
}

/** All columns in order; those that nothing was brought of say so when they are asked for all the same. */
function outputs({ table, columns, isCounted, files }: ChosenTable, value: (index: number) => string | undefined): string[] {
  const named = table.fields.map((field, index) => {
    // To count rows of several scans together, DuckDB takes the first column, whatever it is.
    const isAsked = columns.has(index) || (isCounted && index === 0);
    const missing = files.length > 0 && !isAsked ? `error('sluice: column ${index} was not expected to be needed')` : 'NULL';
    return `${value(index) ?? `CAST(${missing} AS ${typeSql(field.type)})`} AS ${quoteIdentifier(field.name)}`;
  });
  return [...named, ...(table.withFilename ? [`${files.length > 0 ? 'f.uri' : 'CAST(NULL AS VARCHAR)'} AS filename`] : [])];
}
