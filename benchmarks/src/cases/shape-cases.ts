import { HTTPFS } from '../contestants/names.js';
import type { Table } from '../contestants/job.js';
import { SUM_BY_ID1 } from '../questions/g1-questions.js';
import { PURCHASES, STATIONS, TPCH_Q1, TPCH_Q6 } from '../questions/other-questions.js';
import type { Question } from '../questions/question.js';
import { FASTEST, type Target } from '../race/judge.js';
import type { Case } from './case.js';
import { firstQuestion } from './first-question.js';

const AS_FAST: readonly Target[] = [{ against: HTTPFS }, { against: FASTEST, atMost: 1 }];

const shape = (id: string, title: string, data: string, question: Question, tables: Readonly<Record<string, Table>>): Case =>
  firstQuestion({ id, title: () => `${title}, far S3`, data: () => data, server: 'shaped', question, table: () => tables, targets: AS_FAST });

/** Other shapes of files than G1's. */
export const SHAPE_CASES: readonly Case[] = [
  shape('1brc', '1BRC shape, 100 M rows', 'measurements', STATIONS, { measurements: { key: 'measurements.csv', delim: ';' } }),
  shape('tpch-q1', 'TPC-H Q1, lineitem SF 1', 'lineitem', TPCH_Q1, { lineitem: { key: 'lineitem.csv' } }),
  shape('tpch-q6', 'TPC-H Q6, lineitem SF 1', 'lineitem', TPCH_Q6, { lineitem: { key: 'lineitem.csv' } }),
  shape('events', '100 columns, 3 used', 'events', PURCHASES, { events: { key: 'events.csv' } }),
  shape('parts', '500 objects of 1 MB', 'parts', SUM_BY_ID1, { g1: { key: 'parts/*.csv' } }),
];
