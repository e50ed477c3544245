import {
  DuckDBArrayType,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  DuckDBUnionType,
  type DuckDBType,
} from '@duckdb/node-api';
import { EngineError } from '../errors.js';

/** Refuses a column whose STRUCT fields the client would drop: it keys them by name, and `row(1, 2)` names none. */
export function refuseUnnamedFields(column: string, type: DuckDBType): void {
  if (!losesFields(type)) return;
  throw new EngineError('SQL_FAILED', `Column ${JSON.stringify(column)} holds structs whose fields have no usable names`, {
    hint: "Name the fields, as in {'x': 1, 'y': 2}, or cast the column to VARCHAR.",
  });
}

function losesFields(type: DuckDBType): boolean {
  if (type instanceof DuckDBStructType) {
    const names = new Set(type.entryNames);
    // Assigning to `__proto__` sets no property.
    if (names.size < type.entryCount || names.has('__proto__')) return true;
  }
  return childTypes(type).some(losesFields);
}

function childTypes(type: DuckDBType): readonly DuckDBType[] {
  if (type instanceof DuckDBStructType) return type.entryTypes;
  if (type instanceof DuckDBUnionType) return type.memberTypes;
  if (type instanceof DuckDBMapType) return [type.keyType, type.valueType];
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return [type.valueType];
  return [];
}
