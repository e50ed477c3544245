import { objectPath, objectUri } from '../data/places.js';
import type { Question } from '../questions/question.js';

/** How to reach S3, for whoever is asked. */
export interface S3Access {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** PEM file to trust. */
  readonly caFile: string;
}

export interface Table {
  /** Of one object, or a pattern for many. */
  readonly key: string;
  /** @default ',' */
  readonly delim?: string;
}

/** Questions to be asked one after another in one process. */
export interface Job {
  readonly questions: readonly Question[];
  readonly tables: Readonly<Record<string, Table>>;
  /** Where the tables lie. @default the local disk */
  readonly s3?: S3Access;
}

/** Where a contestant finds a table. */
export const locate = ({ s3 }: Job, { key }: Table): string => (s3 === undefined ? objectPath(key) : objectUri(key));

/** A question's SQL with each table's place quoted in it, as DuckDB and sluice take it. */
export const sqlOverPlaces = (job: Job, { sql }: Question): string =>
  sql.replace(/\{(\w+)\}/g, (_, name: string) => `'${locate(job, tableOf(job, name))}'`);

export function tableOf({ tables }: Job, name: string): Table {
  const table = tables[name];
  if (table === undefined) throw new Error(`The job has no table ${name}`);
  return table;
}
