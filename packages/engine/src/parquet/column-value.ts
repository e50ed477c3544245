import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import type { Field, FieldType } from './field.js';
import { typeSql } from './field.js';
import type { FileColumn } from './file-columns.js';

/** How columns are found in files: by name as SQL compares names, by the very name that the table gave them, or by number. */
export type FindBy = 'name' | 'physical-name' | 'id';

/** The file's column for a field, if it has one. */
export function findColumn(columns: readonly FileColumn[], { name, physicalName, id }: Field, by: FindBy): FileColumn | undefined {
  if (by === 'id') return columns.find(({ fieldId }) => fieldId === id);
  if (by === 'physical-name') return columns.find((column) => column.name === physicalName);
  return columns.find((column) => column.name === name) ?? columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
}

/** A field's value out of a file, in the type that the table gives it. */
export function columnValue(expression: string, column: FileColumn | undefined, type: FieldType, by: FindBy, depth = 0): string {
  const target = typeSql(type);
  if (column === undefined) return `CAST(NULL AS ${target})`;
  if (type.kind === 'leaf') {
    // Some writers do not mark texts as such.
    if (column.type === 'BLOB' && target === 'VARCHAR') return `decode(${expression})`;
    return column.type === target ? expression : `CAST(${expression} AS ${target})`;
  }
  if (isPlain(column, type, by)) return `CAST(${expression} AS ${target})`;
  const item = `x${depth}`;
  const within = (value: string, inner: FileColumn | undefined, innerType: FieldType): string => columnValue(value, inner, innerType, by, depth + 1);
  switch (type.kind) {
    case 'struct': {
      const fields = type.fields.map((field) => {
        const inner = findColumn(column.children, field, by);
        const value = within(`struct_extract(${expression}, ${quoteLiteral(inner?.name ?? '')})`, inner, field.type);
        return `${quoteIdentifier(field.name)} := ${value}`;
      });
      return `CASE WHEN ${expression} IS NULL THEN NULL ELSE struct_pack(${fields.join(', ')}) END`;
    }
    case 'list':
      return `list_transform(${expression}, lambda ${item}: ${within(item, column.children[0], type.element)})`;
    case 'map': {
      const [key, value] = column.children;
      const entry = `struct_pack("key" := ${within(`${item}.key`, key, type.key)}, "value" := ${within(`${item}.value`, value, type.value)})`;
      return `map_from_entries(list_transform(map_entries(${expression}), lambda ${item}: ${entry}))`;
    }
  }
}

/** Whether DuckDB's own cast, which goes by the names of fields, gives the value. */
function isPlain(column: FileColumn, type: FieldType, by: FindBy): boolean {
  switch (type.kind) {
    case 'leaf':
      return !(column.type === 'BLOB' && type.sql === 'VARCHAR');
    case 'list':
      return column.children[0] !== undefined && isPlain(column.children[0], type.element, by);
    case 'map':
      return [type.key, type.value].every((inner, i) => column.children[i] !== undefined && isPlain(column.children[i], inner, by));
    case 'struct':
      return type.fields.every((field) => {
        const inner = findColumn(column.children, field, by);
        return inner?.name === field.name && isPlain(inner, field.type, by);
      });
  }
}
