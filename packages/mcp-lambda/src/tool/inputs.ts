import { z } from 'zod';

/** Parts of inputs that several tools have in common. */
export const source = z
  .string()
  .min(1)
  .describe("A file, or a glob that stands for one table of many files: 'orders.csv', 'data/2026-*.csv', 's3://bucket/orders/*.csv.gz'; Parquet likewise; or a Delta table by its folder, 's3://bucket/table/', or a version of it, 's3://bucket/table@v7'");

export const sources = z.union([source, z.array(source).min(1)]).describe('A file or glob, or a list of them that make up one table');

export const tables = z
  .record(z.string().min(1), sources)
  .describe("Names for files, to use in the SQL: {\"orders\": \"s3://bucket/orders/*.csv\", \"c\": [\"a.csv\", \"b.csv\"]}. A file may also stand in the SQL itself, in single quotes: FROM 'orders.csv'");

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const params = z.union([z.array(scalar), z.record(z.string(), scalar)]).describe('Values for ? or $1 (a list) or $name (an object) in the SQL');

export const timeoutSeconds = z.number().positive().max(900).describe('Give up after so many seconds (default: 120, or what the server is set to)');

export const cursor = z.string().describe('From an earlier result, copied exactly, e.g. 7k3mq9vd2x-200-x4f2');

export const sql = z
  .string()
  .min(1)
  .describe("One SELECT in DuckDB's SQL. Files stand in single quotes; column names with blanks or capitals in double quotes: SELECT \"Unit Price\" FROM 'orders.csv'");
