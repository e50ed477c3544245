import { quoteLiteral } from '../database/quote.js';

const ACTIONS = ['add', 'remove', 'metaData', 'protocol', 'sidecar'] as const;
export interface JsonFiles {
  readonly paths: readonly string[];
  /** Bytes of the largest of them: no line is longer. */
  readonly largest: number;
}

const LEAST_BUFFER_BYTES = 1 << 20;

const list = (paths: readonly string[]): string => `[${paths.map(quoteLiteral).join(', ')}]`;

/** Actions of JSON files, with the version in each file's name and the line. */
export const jsonActionsSql = ({ paths, largest }: JsonFiles): string => `
  SELECT ${ACTIONS.map((name) => `"${name}"`).join(', ')}, CAST(regexp_extract(file_name, '([0-9]{20})[^/]*$', 1) AS BIGINT) AS version, row_number() OVER () AS line
  FROM read_json(${list(paths)}, format = 'newline_delimited', columns = {${ACTIONS.map((name) => `${quoteLiteral(name)}: 'JSON'`).join(', ')}}, filename = 'file_name', hive_partitioning = false, maximum_object_size = ${Math.max(LEAST_BUFFER_BYTES, largest + 1)})`;

/**
 * Actions of a checkpoint's Parquet files as JSON too, so that one text replays both.
 * @param columns that the files have
 */
export const parquetActionsSql = (paths: readonly string[], version: number, columns: readonly string[]): string => `
  SELECT ${ACTIONS.map((name) => (columns.includes(name) ? `to_json("${name}") AS "${name}"` : `CAST(NULL AS JSON) AS "${name}"`)).join(', ')}, CAST(${version} AS BIGINT) AS version, CAST(0 AS BIGINT) AS line
  FROM read_parquet(${list(paths)}, union_by_name = true, hive_partitioning = false)`;

/** The columns of a checkpoint's Parquet files. */
export const parquetColumnsSql = (paths: readonly string[]): string =>
  `SELECT column_name FROM (DESCRIBE FROM read_parquet(${list(paths)}, union_by_name = true, hive_partitioning = false))`;

/** Checkpoints name further files; some writers leave an empty mention in rows of other kinds. */
export const sidecarsSql = (actions: string): string => `SELECT DISTINCT sidecar->>'path' FROM (${actions}) WHERE (sidecar->>'path') IS NOT NULL`;

/** The newest protocol and metadata. Empty mentions of them do not count either. */
export const headSql = (actions: string): string => `
  SELECT CAST(arg_max(protocol, (version, line)) FILTER ((protocol->>'minReaderVersion') IS NOT NULL) AS VARCHAR),
    CAST(arg_max("metaData", (version, line)) FILTER (("metaData"->>'schemaString') IS NOT NULL) AS VARCHAR)
  FROM ${actions}`;

/** Of a deletion vector; a file with another one is another file as far as the log goes. */
const VECTOR_ID = `coalesce((file->'deletionVector'->>'storageType') || (file->'deletionVector'->>'pathOrInlineDv') || coalesce('@' || (file->'deletionVector'->>'offset'), ''), '')`;

/** The files that make up the version: of every file its newest mention, where that adds it. */
export const activeFilesSql = (actions: string): string => `
  WITH mention AS (
    SELECT CASE WHEN (add->>'path') IS NOT NULL THEN add ELSE remove END AS file, (add->>'path') IS NOT NULL AS added, version, line
    FROM ${actions} WHERE (add->>'path') IS NOT NULL OR (remove->>'path') IS NOT NULL),
  newest AS (
    SELECT file, added, version, line FROM mention
    QUALIFY row_number() OVER (PARTITION BY url_decode(file->>'path'), ${VECTOR_ID} ORDER BY version DESC, line DESC) = 1)
  SELECT row_number() OVER (ORDER BY version, line, file->>'path') - 1 AS i, file->>'path' AS path, CAST(file->>'size' AS BIGINT) AS size, CAST(file->>'modificationTime' AS BIGINT) AS modified,
    CAST(file->'partitionValues' AS VARCHAR) AS partitions,
    coalesce(file->>'stats', CAST(file->'stats_parsed' AS VARCHAR)) AS stats,
    CASE WHEN (file->'deletionVector'->>'storageType') IS NOT NULL THEN CAST(file->'deletionVector' AS VARCHAR) END AS vector
  FROM newest WHERE added`;

/** When commits say that they were made. */
export const commitTimesSql = ({ paths, largest }: JsonFiles): string => `
  SELECT CAST(regexp_extract(file_name, '([0-9]{20})[^/]*$', 1) AS BIGINT), max(CAST("commitInfo"->>'inCommitTimestamp' AS BIGINT)) AS ms
  FROM read_json(${list(paths)}, format = 'newline_delimited', columns = {'commitInfo': 'JSON'}, filename = 'file_name', hive_partitioning = false, maximum_object_size = ${Math.max(LEAST_BUFFER_BYTES, largest + 1)})
  GROUP BY ALL HAVING ms IS NOT NULL`;
