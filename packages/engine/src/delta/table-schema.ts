import { z } from 'zod';
import type { Field, FieldType } from '../parquet/field.js';
import type { Metadata, Protocol } from './actions.js';
import { refused } from './assert-readable.js';

/** How the files' columns are told: by the columns' names, by names of their own, or by numbers. */
export type MappingMode = 'none' | 'name' | 'id';

/** The property counts only where the protocol says that readers look at it. */
export function mappingMode({ minReaderVersion, readerFeatures = [] }: Protocol, { configuration }: Metadata): MappingMode {
  const mode = configuration['delta.columnMapping.mode'];
  const counts = minReaderVersion === 2 || (minReaderVersion === 3 && readerFeatures.includes('columnMapping'));
  return counts && (mode === 'name' || mode === 'id') ? mode : 'none';
}

const rawField = z.object({ name: z.string(), type: z.unknown(), nullable: z.boolean().default(true), metadata: z.record(z.string(), z.unknown()).nullish() });
const rawStruct = z.object({ type: z.literal('struct'), fields: z.array(rawField) });
const rawType = z.union([
  z.string(),
  rawStruct,
  z.object({ type: z.literal('array'), elementType: z.unknown() }),
  z.object({ type: z.literal('map'), keyType: z.unknown(), valueType: z.unknown() }),
]);

const LEAVES: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  long: 'BIGINT',
  integer: 'INTEGER',
  short: 'SMALLINT',
  byte: 'TINYINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  binary: 'BLOB',
  date: 'DATE',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  timestamp_ntz: 'TIMESTAMP',
  // Holds nothing but NULL, and no file has it.
  void: 'INTEGER',
  decimal: 'DECIMAL(10,0)',
};

/** Reads a table's schema as its log has it. @throws EngineError SOURCE_UNSUPPORTED for a type that is not known here */
export function tableFields(table: string, { schemaString }: Metadata, mode: MappingMode): Field[] {
  const leaf = (name: string): FieldType => {
    const decimal = /^decimal\((\d+), ?(\d+)\)$/.exec(name);
    const sql = decimal === null ? LEAVES[name] : `DECIMAL(${decimal[1]},${decimal[2]})`;
    if (sql === undefined) throw refused(table, `it has a column of the type ${name}`);
    return { kind: 'leaf', sql };
  };
  const typeOf = (raw: unknown): FieldType => {
    const parsed = rawType.safeParse(raw);
    if (!parsed.success) throw refused(table, `it has a column of the type ${JSON.stringify(raw).slice(0, 200)}`);
    const type = parsed.data;
    if (typeof type === 'string') return leaf(type);
    if (type.type === 'struct') return { kind: 'struct', fields: type.fields.map(fieldOf) };
    if (type.type === 'array') return { kind: 'list', element: typeOf(type.elementType) };
    return { kind: 'map', key: typeOf(type.keyType), value: typeOf(type.valueType) };
  };
  const fieldOf = ({ name, type, nullable, metadata }: z.infer<typeof rawField>): Field => {
    const physicalName = mode === 'none' ? name : z.string().default(name).parse(metadata?.['delta.columnMapping.physicalName'] ?? undefined);
    return { name, physicalName, nullable, type: typeOf(type), ...(mode === 'id' ? { id: z.number().parse(metadata?.['delta.columnMapping.id']) } : {}) };
  };
  return rawStruct.parse(JSON.parse(schemaString)).fields.map(fieldOf);
}
