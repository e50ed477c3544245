import type { Meter } from './meter.js';
import type { OpenedSources } from './opened-sources.js';
import type { Stopwatch } from './stopwatch.js';

/** What is kept of one question while it is answered. */
export interface AnswerTools {
  readonly sources: OpenedSources;
  readonly watch: Stopwatch;
  readonly meter: Meter;
}
