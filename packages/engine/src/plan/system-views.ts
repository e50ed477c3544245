/** DuckDB's own views that an unqualified name reaches. `allowed-functions.test.ts` compares the list with the catalogue. */
export const SYSTEM_VIEWS: ReadonlySet<string> = new Set(
  `
  duckdb_columns duckdb_constraints duckdb_databases duckdb_indexes duckdb_logs duckdb_schemas duckdb_tables duckdb_types
  duckdb_views pragma_database_list sqlite_master sqlite_schema sqlite_temp_master sqlite_temp_schema
  pg_am pg_attrdef pg_attribute pg_class pg_collation pg_constraint pg_database pg_depend pg_description pg_enum pg_index
  pg_indexes pg_namespace pg_prepared_statements pg_proc pg_sequence pg_sequences pg_settings pg_tables pg_tablespace
  pg_type pg_views
  `
    .split(/\s+/)
    .filter(Boolean),
);
