import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { S3Server } from '@sluice/testing';
import { z } from 'zod';
import type { Answer, JsonValue } from '../../src/result/answer.js';

const question = z.object({ version: z.number().nullable(), where: z.string().nullable(), columns: z.array(z.string()), rows: z.array(z.array(z.json())) });
const packed = z.object({ expected: z.record(z.string(), z.array(question)), files: z.record(z.string(), z.string()) });

/** Delta tables with what Spark answers over them: `spark_tables.py` and `delta_rs_tables.py` wrote both. */
export interface Tables {
  readonly questions: readonly Question[];
  /** By path, within a folder that has a folder for each table. */
  readonly files: ReadonlyMap<string, Buffer>;
}

export interface Question extends z.infer<typeof question> {
  readonly table: string;
}

export function readTables(path = join(import.meta.dirname, 'tables.json.gz')): Tables {
  const { expected, files } = packed.parse(JSON.parse(gunzipSync(readFileSync(path)).toString()));
  return {
    questions: Object.entries(expected).flatMap(([table, asked]) => asked.map((one) => ({ ...one, table }))),
    files: new Map(Object.entries(files).map(([name, base64]) => [name, Buffer.from(base64, 'base64')])),
  };
}

export function writeTables({ files }: Tables, folder: string): void {
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

export function putTables({ files }: Tables, s3: S3Server, bucket: string): void {
  s3.createBucket(bucket);
  for (const [name, bytes] of files) s3.put(bucket, `tables/${name}`, bytes);
}

export const questionSql = ({ table, version, where }: Question, folder: string): string =>
  `SELECT * FROM delta_scan('${folder}/${table}'${version === null ? '' : `, version => ${version}`})${where === null ? '' : ` WHERE ${where}`}`;

/** Rows in no order, values as `spark_tables.py` writes them. */
export const comparable = ({ rows, columns }: Pick<Answer, 'rows' | 'columns'>): string[] =>
  rows.map((row) => JSON.stringify(row.map((value, i) => plain(value, columns[i]?.type ?? '')))).sort();

export const expectedRows = ({ rows }: Question): string[] => rows.map((row) => JSON.stringify(row)).sort();

function plain(value: JsonValue, type: string): JsonValue {
  if (typeof value !== 'string') return value;
  if (type === 'BLOB') return Buffer.from(value.replaceAll(/\\x([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('hex');
  return type === 'TIMESTAMP WITH TIME ZONE' ? value.replace(/\+00$/, '') : value;
}
