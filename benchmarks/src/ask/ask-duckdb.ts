/** Asks DuckDB many questions on one connection. Reads SQL from standard input, and prints answers and milliseconds for each. */
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { DuckDBInstance } from '@duckdb/node-api';

const questions = JSON.parse(await text(process.stdin)) as readonly string[];
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const answers = [];
const ms = [];
for (const sql of questions) {
  const startedAt = performance.now();
  const reader = await connection.runAndReadAll(sql);
  answers.push(reader.getRowsJson());
  ms.push(performance.now() - startedAt);
}
process.stdout.write(JSON.stringify({ answers, ms }));
