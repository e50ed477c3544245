import { HTTPFS, RIVALS, SLUICE } from '../contestants/names.js';
import { duckdbAlone } from '../contestants/duckdb-alone.js';
import { median } from '../measure/statistics.js';
import { SUM_BY_ID1, TEN_QUESTIONS } from '../questions/g1-questions.js';
import { FASTEST, judge, verifiedVerdict } from '../race/judge.js';
import { race } from '../race/race.js';
import { resultOf } from '../race/result.js';
import { SHAPE } from '../servers/shaping-proxy.js';
import type { Case } from './case.js';
import { g1Set } from './g1-cases.js';
import { sizeOf } from './size-of.js';

const ON_PARQUET = 'DuckDB on Parquet';

/** Each question is asked of the object itself; connection, engine and whatever they keep stay. */
const TEN: Case = {
  id: 'ten-questions',
  isQuick: false,
  data: (quick) => [g1Set(quick), 'teams'],
  run: async (bench) => {
    const key = `${g1Set(bench.isQuick)}.csv`;
    const job = bench.job({ server: 'shaped', questions: TEN_QUESTIONS, tables: { g1: { key }, teams: { key: 'teams.csv' } } });
    const expected = await bench.expect(job);
    const contestants = [...bench.contestants.engine, ...bench.contestants.rivals];
    const results = await race(contestants.map((contestant) => ({ contestant, job, expected })), bench.race);
    const targets = [{ against: HTTPFS, atMost: 0.1 }, { against: FASTEST, atMost: 0.3 }];
    return { title: `G1, ${sizeOf(key)}, far S3: ten questions in one process`, results, verdicts: judge(results, targets, RIVALS) };
  },
};

/** The first two may fill a cache. */
const FILLING = 2;

const REPEATED: Case = {
  id: 'repeated',
  isQuick: true,
  data: (quick) => [g1Set(quick)],
  run: async (bench) => {
    const key = `${g1Set(bench.isQuick)}.csv`;
    const questions = Array.from({ length: FILLING + 3 }, () => SUM_BY_ID1);
    // On the smaller data DuckDB itself takes less than the far server's first byte.
    const [server, where] = bench.isQuick ? (['bare', 'near'] as const) : (['shaped', 'far'] as const);
    const job = bench.job({ server, questions, tables: { g1: { key } } });
    const expected = await bench.expect(job);
    const contestants = [...bench.contestants.engine, duckdbAlone(ON_PARQUET, 'parquet')];
    const results = await race(contestants.map((contestant) => ({ contestant, job, expected })), {
      ...bench.race,
      figure: ({ outcome }) => median(outcome.ms.slice(FILLING)),
    });
    const verdicts = judge(results, [{ against: ON_PARQUET, atMost: 1.3 }], []);
    return { title: `G1, ${sizeOf(key)}, ${where} S3: the question again, warm process`, results, verdicts };
  },
};

const SMALL_OBJECTS = 24;
/** Questions that warm the process and its connections. */
const WARMING = 4;
const ROUND_TRIPS = 2;
const OWN_TIME_MS = 15;

const SMALL: Case = {
  id: 'small-warm',
  isQuick: true,
  data: () => ['small'],
  run: async (bench) => {
    const names = Array.from({ length: SMALL_OBJECTS }, (_, i) => `small${i}`);
    const tables = Object.fromEntries(names.map((name, i) => [name, { key: `small/${String(i).padStart(4, '0')}.csv` }]));
    const questions = names.map((name) => ({ ...SUM_BY_ID1, sql: SUM_BY_ID1.sql.replace('{g1}', `{${name}}`) }));
    const job = bench.job({ server: 'shaped', questions, tables });
    const expected = await bench.expect(job);
    const rivals = bench.contestants.rivals.filter(({ name }) => name === HTTPFS);
    const results = await race([...bench.contestants.engine, ...rivals].map((contestant) => ({ contestant, job, expected })), {
      ...bench.race,
      figure: ({ outcome }) => median(outcome.ms.slice(WARMING)),
    });
    const measured = median(resultOf(results, SLUICE).ms);
    const limit = { unit: 'ms', measured, atMost: ROUND_TRIPS * SHAPE.firstByteMs + OWN_TIME_MS };
    return { title: `${sizeOf('small/0000.csv')} object, far S3: first question, warm process`, results, verdicts: [limit, verifiedVerdict(results)] };
  },
};

/** Many questions to one process. */
export const SESSION_CASES: readonly Case[] = [TEN, REPEATED, SMALL];
