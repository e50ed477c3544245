import { z } from 'zod';

/** A type as DuckDB's planner writes it: what a column holds, or an expression gives. */
export interface DuckType {
  readonly id: string;
  readonly width: number;
  readonly scale: number;
}

const decimalInfo = z.looseObject({ type: z.literal('DECIMAL_TYPE_INFO'), width: z.number(), scale: z.number() });

/** Whatever carries more than its name (collations, enums, lists) keeps a name that nothing here knows. */
export const typeSchema = z.object({ id: z.string(), type_info: z.unknown() }).transform(({ id, type_info: info }): DuckType => {
  const decimal = decimalInfo.safeParse(info);
  if (decimal.success) return { id, width: decimal.data.width, scale: decimal.data.scale };
  return simple(info === null || info === undefined ? id : id === 'VARCHAR' ? 'VARCHAR with a collation' : `${id} with details`);
});

export const simple = (id: string): DuckType => ({ id, width: 0, scale: 0 });
export const decimal = (width: number, scale: number): DuckType => ({ id: 'DECIMAL', width, scale });
export const typeName = ({ id, width, scale }: DuckType): string => (id === 'DECIMAL' ? `DECIMAL(${width},${scale})` : id);

export const sameType = (a: DuckType, b: DuckType): boolean => typeName(a) === typeName(b);

/** Whole numbers that both engines hold in as many bytes. */
export const INTEGERS: readonly string[] = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT'];
export const isInteger = ({ id }: DuckType): boolean => INTEGERS.includes(id);

const SPARK_NAMES: ReadonlyMap<string, string> = new Map([
  ['BOOLEAN', 'BOOLEAN'],
  ['TINYINT', 'TINYINT'],
  ['SMALLINT', 'SMALLINT'],
  ['INTEGER', 'INT'],
  ['BIGINT', 'BIGINT'],
  // Spark's decimal ends at 38 digits, 17 times below; past it, ANSI mode fails.
  ['HUGEINT', 'DECIMAL(38,0)'],
  ['FLOAT', 'FLOAT'],
  ['DOUBLE', 'DOUBLE'],
  ['VARCHAR', 'STRING'],
  ['DATE', 'DATE'],
  ['TIMESTAMP', 'TIMESTAMP_NTZ'],
  ['TIMESTAMP WITH TIME ZONE', 'TIMESTAMP'],
]);

/** The type in Spark that holds the same values and compares them alike; none for types that are not translated. */
export const sparkType = (type: DuckType): string | undefined => (type.id === 'DECIMAL' ? typeName(type) : SPARK_NAMES.get(type.id));
