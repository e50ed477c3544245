import { HTTPFS } from '../contestants/names.js';
import { duckdbAlone } from '../contestants/duckdb-alone.js';
import { SUM_BY_ID1 } from '../questions/g1-questions.js';
import { FASTEST, judge, type Target } from '../race/judge.js';
import { race } from '../race/race.js';
import type { ServerName } from '../servers/servers.js';
import type { Case } from './case.js';
import { firstQuestion } from './first-question.js';
import { sizeOf } from './size-of.js';

interface G1Case {
  readonly id: string;
  readonly isQuick?: boolean;
  readonly server: ServerName;
  readonly where: string;
  /** Full size in the quick set too: on small data starting a process counts for more than reading. @default false */
  readonly isWhole?: boolean;
  /** @default plain */
  readonly ending?: '.gz' | '.zst';
  readonly targets: readonly Target[];
}

/** The set that G1 questions are asked of: a fifth of the rows where minutes count. */
export const g1Set = (isQuick: boolean): string => (isQuick ? 'g1-small' : 'g1');

const g1Case = ({ id, isQuick = false, isWhole = false, server, where, ending, targets }: G1Case): Case => {
  const data = (quick: boolean): string => g1Set(quick && !isWhole);
  const key = (quick: boolean): string => `${data(quick)}.csv${ending ?? ''}`;
  return firstQuestion({
    id,
    isQuick,
    server,
    title: (quick) => `G1, ${sizeOf(key(quick))}${ending === undefined ? '' : ` as ${ending.slice(1)}`}, ${where}: first question`,
    data,
    question: SUM_BY_ID1,
    table: (quick) => ({ g1: { key: key(quick) } }),
    targets,
  });
};

const FAR: readonly Target[] = [
  { against: HTTPFS, atMost: 0.4 },
  { against: FASTEST, atMost: 1 },
];
const PACKED: readonly Target[] = [{ against: HTTPFS, atMost: 0.6 }, { against: FASTEST }];
const DUCKDB_ALONE = 'DuckDB alone';

/** The same question on the local disk: what sluice adds to DuckDB. */
const LOCAL: Case = {
  id: 'g1-local',
  isQuick: true,
  data: (quick) => [g1Set(quick)],
  run: async (bench) => {
    const key = `${g1Set(bench.isQuick)}.csv`;
    const job = bench.job({ questions: [SUM_BY_ID1], tables: { g1: { key } } });
    const expected = await bench.expect(job);
    const contestants = [...bench.contestants.sluice, duckdbAlone(DUCKDB_ALONE)];
    const results = await race(contestants.map((contestant) => ({ contestant, job, expected })), bench.race);
    const verdicts = judge(results, [{ against: DUCKDB_ALONE, atMost: 1.1 }], []);
    return { title: `G1, ${sizeOf(key)}, local disk: whole process`, results, verdicts };
  },
};

export const G1_CASES: readonly Case[] = [
  g1Case({ id: 'g1-shaped', isQuick: true, isWhole: true, server: 'shaped', where: 'far S3', targets: FAR }),
  g1Case({ id: 'g1-shaped-tls', server: 'shapedTls', where: 'far S3 with TLS', targets: FAR }),
  g1Case({
    id: 'g1-bare',
    isQuick: true,
    server: 'bare',
    where: 'near S3',
    targets: [
      { against: HTTPFS, atMost: 1 },
      { against: FASTEST, atMost: 1.1 },
    ],
  }),
  LOCAL,
  g1Case({ id: 'g1-gz', isQuick: true, server: 'shaped', where: 'far S3', ending: '.gz', targets: PACKED }),
  g1Case({ id: 'g1-zst', server: 'shaped', where: 'far S3', ending: '.zst', targets: PACKED }),
];
