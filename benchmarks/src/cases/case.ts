import type { Contestants } from '../contestants/contestants.js';
import type { Job } from '../contestants/job.js';
import type { Question } from '../questions/question.js';
import type { Rows } from '../answers/answer.js';
import type { RaceOptions } from '../race/race.js';
import type { Row } from '../race/result.js';
import type { ServerName } from '../servers/servers.js';

/** One row of the table. */
export interface Case {
  readonly id: string;
  /** Part of the set that takes minutes; it then runs on the smaller data. */
  readonly isQuick: boolean;
  /** Names of the data sets it needs. */
  readonly data: (isQuick: boolean) => readonly string[];
  readonly run: (bench: Bench) => Promise<Omit<Row, 'id' | 'measuredAt'>>;
}

/** What cases are given to work with. */
export interface Bench {
  readonly isQuick: boolean;
  readonly contestants: Contestants;
  readonly race: RaceOptions;
  /** Right answers, from DuckDB on the local files. */
  readonly expect: (job: Job) => Promise<readonly Rows[]>;
  readonly job: (options: JobOptions) => Job;
}

export interface JobOptions {
  /** @default the local disk */
  readonly server?: ServerName;
  readonly questions: readonly Question[];
  readonly tables: Job['tables'];
}
