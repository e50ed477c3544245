import { duckdbAlone } from '../contestants/duckdb-alone.js';
import { SLUICE } from '../contestants/names.js';
import { curl } from '../contestants/curl.js';
import { ratioOf } from '../measure/statistics.js';
import { manyQuestions, SUM_BY_ID1 } from '../questions/g1-questions.js';
import { race } from '../race/race.js';
import { resultOf } from '../race/result.js';
import type { Case } from './case.js';
import { sizeOf } from './size-of.js';

const SIZES = ['g1-small', 'g1-1gb', 'g1-10gb'] as const;

const MEMORY: Case = {
  id: 'memory',
  isQuick: false,
  data: () => SIZES,
  run: async (bench) => {
    const entries = [];
    for (const name of SIZES) {
      const job = bench.job({ server: 'bare', questions: [SUM_BY_ID1], tables: { g1: { key: `${name}.csv` } } });
      const contestant = { ...bench.contestants.sluiceWith(['--max-memory', '512MB']), name: `sluice, ${sizeOf(`${name}.csv`)}` };
      entries.push({ contestant, job, expected: await bench.expect(job) });
    }
    const results = await race(entries, { ...bench.race, rounds: 1 });
    const [, one, ten] = results;
    if (one === undefined || ten === undefined) throw new Error('Three sizes were not measured');
    const verdicts = [
      { unit: '× peak RSS at 1 GB', measured: ten.peakRssBytes / one.peakRssBytes, atMost: 1.1 },
      { unit: '× 10 × the time at 1 GB', measured: ratioOf(ten.ms, one.ms) / 10, atMost: 1.1 },
    ];
    return { title: 'Memory with `--max-memory 512MB`, near S3', results, verdicts };
  },
};

const AT_ONCE = 40;
const IN_TURN_NAME = 'one after another';
const AT_ONCE_NAME = 'at once';
const DEFAULT_MEMORY_BYTES = 1e9;

const CONCURRENCY: Case = {
  id: 'at-once',
  isQuick: false,
  data: () => ['g1-small'],
  run: async (bench) => {
    const key = 'g1-small.csv';
    const job = bench.job({ server: 'bare', questions: manyQuestions(AT_ONCE), tables: { g1: { key } } });
    const expected = await bench.expect(job);
    const contestants = [bench.contestants.engineAtOnce(IN_TURN_NAME, false), bench.contestants.engineAtOnce(AT_ONCE_NAME, true)];
    const results = await race(contestants.map((contestant) => ({ contestant, job, expected })), { ...bench.race, rounds: 1 });
    const atOnce = resultOf(results, AT_ONCE_NAME);
    const verdicts = [
      // Nine tenths of the throughput is ten ninths of the time.
      { unit: '× the time one after another', measured: ratioOf(atOnce.ms, resultOf(results, IN_TURN_NAME).ms), atMost: 1 / 0.9 },
      { unit: '× the memory limit', measured: atOnce.peakRssBytes / DEFAULT_MEMORY_BYTES, atMost: 1 },
    ];
    return { title: `${AT_ONCE} questions on ${sizeOf(key)} in one process, near S3`, results, verdicts };
  },
};

const LIMIT: Case = {
  id: 'limit',
  isQuick: false,
  data: () => ['g1'],
  run: async (bench) => {
    const key = 'g1.csv';
    const job = bench.job({ server: 'shaped', questions: [SUM_BY_ID1], tables: { g1: { key } } });
    const expected = await bench.expect(job);
    const sluice = bench.contestants.sluice.map((contestant) => ({ contestant, job, expected }));
    const [first] = await race(sluice.slice(0, 1), { ...bench.race, rounds: 1 });
    const connections = first?.connections ?? 1;
    const alone = duckdbAlone('DuckDB alone');
    const download = curl(`curl, ${connections} connections`, connections);
    const results = await race([...sluice, { contestant: download, job, expected: [] }, { contestant: alone, job, expected }], bench.race);
    const [wire, parser] = [resultOf(results, download.name).ms, resultOf(results, alone.name).ms];
    const limit = wire.map((ms, round) => Math.max(ms, parser[round] ?? 0));
    const verdicts = [{ unit: '× the slower of wire and parser', measured: ratioOf(resultOf(results, SLUICE).ms, limit), atMost: 1.25 }];
    return { title: `G1, ${sizeOf(key)}, far S3: against the limit`, results, verdicts };
  },
};

/** What bounds sluice, rather than who else is faster. */
export const BOUND_CASES: readonly Case[] = [MEMORY, CONCURRENCY, LIMIT];
