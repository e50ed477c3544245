import { RIVALS } from '../contestants/names.js';
import type { Table } from '../contestants/job.js';
import type { Question } from '../questions/question.js';
import { judge, type Target } from '../race/judge.js';
import { race } from '../race/race.js';
import type { ServerName } from '../servers/servers.js';
import type { Case } from './case.js';

/** One question in a cold process, over S3, against all who can read it there. */
export interface FirstQuestion {
  readonly id: string;
  readonly title: (isQuick: boolean) => string;
  readonly isQuick?: boolean;
  readonly data: (isQuick: boolean) => string;
  readonly server: ServerName;
  readonly question: Question;
  /** The table that the question names, and the object or pattern it stands for. */
  readonly table: (isQuick: boolean) => Readonly<Record<string, Table>>;
  readonly targets: readonly Target[];
}

export const firstQuestion = ({ id, title, isQuick = false, data, server, question, table, targets }: FirstQuestion): Case => ({
  id,
  isQuick,
  data: (quick) => [data(quick)],
  run: async (bench) => {
    const job = bench.job({ server, questions: [question], tables: table(bench.isQuick) });
    const expected = await bench.expect(job);
    const contestants = [...bench.contestants.sluice, ...bench.contestants.rivals];
    const results = await race(contestants.map((contestant) => ({ contestant, job, expected })), bench.race);
    return { title: title(bench.isQuick), results, verdicts: judge(results, targets, RIVALS) };
  },
});
