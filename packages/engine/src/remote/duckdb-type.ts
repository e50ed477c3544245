const NAMES: ReadonlyMap<string, string> = new Map([
  ['boolean', 'BOOLEAN'],
  ['tinyint', 'TINYINT'],
  ['smallint', 'SMALLINT'],
  ['int', 'INTEGER'],
  ['bigint', 'BIGINT'],
  ['float', 'FLOAT'],
  ['double', 'DOUBLE'],
  ['string', 'VARCHAR'],
  ['date', 'DATE'],
  ['timestamp_ntz', 'TIMESTAMP'],
  ['timestamp', 'TIMESTAMP WITH TIME ZONE'],
  ['binary', 'BLOB'],
  ['void', '"NULL"'],
]);

/** The type of DuckDB's that has the values of one of Spark's, as `DESCRIBE` spells both; nothing for types whose values come otherwise. */
export function duckdbType(spark: string): string | undefined {
  const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(spark);
  if (decimal !== null) return `DECIMAL(${decimal[1]},${decimal[2]})`;
  return NAMES.get(/^(?:var)?char\(\d+\)$/.test(spark) ? 'string' : spark);
}
