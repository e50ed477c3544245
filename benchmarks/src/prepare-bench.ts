import type { Rows } from './answers/answer.js';
import type { Bench, JobOptions } from './cases/case.js';
import type { Contestants } from './contestants/contestants.js';
import type { Job } from './contestants/job.js';
import { runMeasured } from './measure/run-measured.js';
import type { Servers } from './servers/servers.js';

export interface BenchOptions {
  readonly isQuick: boolean;
  readonly rounds: number;
  readonly servers: Servers;
  readonly contestants: Contestants;
}

/** What all cases work with. */
export function prepareBench({ isQuick, rounds, servers, contestants }: BenchOptions): Bench {
  return {
    isQuick,
    contestants,
    race: { rounds, onRun: (contestant, round, ms) => process.stderr.write(`  ${round === 0 ? 'check' : `round ${round}`}  ${contestant}: ${ms.toFixed(0)} ms\n`) },
    expect: rememberAnswers(contestants),
    job: ({ server, questions, tables }: JobOptions): Job => ({
      questions,
      tables,
      ...(server === undefined ? {} : { s3: { ...servers.credentials, endpoint: servers.endpoints[server], region: servers.region, caFile: servers.caFile } }),
    }),
  };
}

/** Several cases ask the same of the same data. */
function rememberAnswers({ reference }: Contestants): Bench['expect'] {
  const known = new Map<string, Promise<readonly Rows[]>>();
  return ({ questions, tables }) => {
    const local: Job = { questions, tables };
    const key = JSON.stringify(local);
    const answers = known.get(key) ?? runMeasured(reference.command(local)).then(({ stdout }) => reference.read(stdout, local).answers);
    known.set(key, answers);
    return answers;
  };
}
