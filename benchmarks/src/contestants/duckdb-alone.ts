import { fileURLToPath } from 'node:url';
import type { Outcome } from '../answers/answer.js';
import type { Contestant } from './contestant.js';
import { sqlOverPlaces, type Job } from './job.js';

/** DuckDB's binding for Node with nothing around it, on local files wherever the others read. */
export const duckdbAlone = (name: string, format: 'csv' | 'parquet' = 'csv'): Contestant => ({
  name,
  command: (job) => {
    const { questions } = job;
    const local = onDisk(job, format);
    const script = fileURLToPath(new URL('../ask/ask-duckdb.js', import.meta.url));
    return { file: process.execPath, args: [script], env: process.env, input: JSON.stringify(questions.map((question) => sqlOverPlaces(local, question))) };
  },
  read: (stdout) => JSON.parse(stdout) as Outcome,
});

const onDisk = ({ questions, tables }: Job, format: 'csv' | 'parquet'): Job => ({
  questions,
  tables: Object.fromEntries(Object.entries(tables).map(([name, { key }]) => [name, { key: key.replace(/\.csv$/, `.${format}`) }])),
});
