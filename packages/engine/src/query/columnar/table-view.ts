import type { Scope } from '../../database/database.js';
import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';
import { columnValue, findColumn } from '../../parquet/column-value.js';
import { typeSql, type Field } from '../../parquet/field.js';
import type { FileColumn } from '../../parquet/file-columns.js';
import type { ChosenFile, ChosenTable } from './choose-files.js';

/** By the path of a file, SQL that is true of its rows that are left. */
export type LeftRows = ReadonlyMap<string, string>;

/** A group's values are a list in its text, which DuckDB copies for every two thousand rows. */
const MAX_GROUP = 256;

/**
 * Points the table's view at the files, with those columns that the question needs. What belongs to a file, its name, its
 * partition, its deleted rows, is told by constants: a join would give the rows in another order each time.
 */
export async function createTableView(scope: Scope, chosen: ChosenTable, left: LeftRows): Promise<void> {
  const { table, files } = chosen;
  const selects =
    files.length === 0
      ? [`SELECT ${outputs(chosen, [], () => undefined).join(', ')} WHERE false`]
      : groupAlike(chosen, left).map((group) => groupSql(chosen, group, left));
  await scope.execute(`CREATE OR REPLACE TEMP VIEW ${quoteIdentifier(table.viewName)} AS ${selects.join(' UNION ALL ')}`);
}

/** Files in their order, cut into runs whose columns are read by the same text. */
function groupAlike(chosen: ChosenTable, left: LeftRows): ChosenFile[][] {
  const groups: ChosenFile[][] = [];
  let last: string | undefined;
  for (const file of chosen.files) {
    const isAlone = left.has(file.open.path) || hasColumn(file, 'file_index');
    const key = isAlone ? undefined : JSON.stringify([...chosen.columns].map((index) => columnOf(chosen, file.columns, index)));
    const group = groups.at(-1);
    if (group !== undefined && key !== undefined && key === last && group.length < MAX_GROUP) group.push(file);
    else groups.push([file]);
    last = key;
  }
  return groups;
}

/** DuckDB gives some facts about a row as columns, unless the file has one of the same name. */
export const hasColumn = ({ columns }: Pick<ChosenFile, 'columns'>, name: string): boolean => columns.some((column) => column.name.toLowerCase() === name);

function columnOf({ table }: ChosenTable, columns: readonly FileColumn[], index: number): FileColumn | undefined {
  const field = table.fields[index];
  return field === undefined || table.partitionColumns.has(field.name) ? undefined : findColumn(columns, field, table.findBy);
}

function groupSql(chosen: ChosenTable, files: readonly ChosenFile[], left: LeftRows): string {
  const paths = files.map(({ open }) => quoteLiteral(open.path)).join(', ');
  const isLeft = left.get(files[0]?.open.path ?? '');
  return `SELECT ${outputs(chosen, files, (index) => valueSql(chosen, files, index)).join(', ')}
    FROM read_parquet([${paths}], hive_partitioning = false) AS r${isLeft === undefined ? '' : ` WHERE ${isLeft}`}`;
}

function valueSql(chosen: ChosenTable, files: readonly ChosenFile[], index: number): string | undefined {
  const { table } = chosen;
  const field = table.fields[index];
  if (field === undefined || !chosen.columns.has(index)) return undefined;
  if (table.partitionColumns.has(field.name)) return byFile(files.map(({ values }) => values.get(index) ?? 'NULL'), field.type);
  const column = columnOf(chosen, files[0]?.columns ?? [], index);
  return columnValue(`r.${quoteIdentifier(column?.name ?? '')}`, column, field.type, table.findBy);
}

/** A value that each file of a group has for all its rows. */
function byFile(values: readonly string[], type: Field['type']): string {
  const [first = 'NULL'] = values;
  if (values.every((value) => value === first)) return `CAST(${first} AS ${typeSql(type)})`;
  return `CAST([${values.join(', ')}] AS ${typeSql(type)}[])[CAST(r.file_index AS BIGINT) + 1]`;
}

/** All columns in order; those that nothing was brought of say so when they are asked for all the same. */
function outputs({ table, columns, isCounted }: ChosenTable, files: readonly ChosenFile[], value: (index: number) => string | undefined): string[] {
  const named = table.fields.map((field, index) => {
    // To count rows of several scans together, DuckDB takes the first column, whatever it is.
    const isAsked = columns.has(index) || (isCounted && index === 0);
    const missing = files.length > 0 && !isAsked ? `error('sluice: column ${index} was not expected to be needed')` : 'NULL';
    return `${value(index) ?? `CAST(${missing} AS ${typeSql(field.type)})`} AS ${quoteIdentifier(field.name)}`;
  });
  if (!table.withFilename) return named;
  return [...named, `${byFile(files.map(({ uri }) => quoteLiteral(uri)), { kind: 'leaf', sql: 'VARCHAR' })} AS filename`];
}
