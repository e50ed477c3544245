import { EngineError } from '../../errors.js';
import type { AnswerWarning } from '../../result/answer.js';
import type { TimeLeft } from '../deadline.js';
import type { TypesMode } from '../question.js';
import type { Work } from './lane.js';
import type { Estimate, PriceModel } from './price-model.js';

/** What a question costs, weighed when it is known what it reads and nothing but samples was read. */
export interface Price {
  readonly bytes: number;
  readonly seconds: number;
  /** Why it would be refused; only of a dry run, since anything else is refused. */
  readonly refusal: EngineError | undefined;
  readonly works: readonly Work[];
}

export interface PricingOptions {
  readonly model: PriceModel;
  readonly deadline: TimeLeft;
  /** As the caller named it. */
  readonly types: TypesMode;
  readonly dryRun: boolean;
  /** Refuse what is expected to take too long, too, since another engine may answer. @default false */
  readonly handsOver?: boolean;
}

/** Checking every value would not end in time, while trusting the samples may: the attempt is to be bound anew. */
export class CheckingTooSlow extends Error {
  override readonly name = 'CheckingTooSlow';
  readonly warning: AnswerWarning;

  constructor(warning: AnswerWarning) {
    super(warning.message);
    this.warning = warning;
  }
}

/**
 * Weighs what is about to be read against the time that is left.
 * @throws CheckingTooSlow when the caller left it open whether values are checked
 * @throws EngineError DEADLINE_UNREACHABLE
 */
export function priceOf(works: readonly Work[], { model, deadline, types, dryRun, handsOver = false }: PricingOptions): Price {
  const leftSeconds = deadline.remainingMs() / 1000;
  const estimate = model.estimate(works);
  const sampled = model.estimate(works.map(withoutChecking));
  const isTooMuch = ({ seconds, leastSeconds }: Estimate): boolean => (handsOver ? seconds : leastSeconds) > leftSeconds;
  // What is refused without checks as well need not be tried so first.
  if (types === 'auto' && estimate.seconds > leftSeconds && sampled.seconds < estimate.seconds && !isTooMuch(sampled)) {
    throw new CheckingTooSlow(typesSampled(estimate.seconds, deadline.timeoutMs));
  }
  const bytes = works.reduce((sum, work) => sum + work.bytes, 0);
  const refusal = isTooMuch(estimate) ? unreachable({ bytes, estimate, sampled, leftSeconds, timeoutMs: deadline.timeoutMs }) : undefined;
  if (refusal !== undefined && (!dryRun || handsOver)) throw refusal;
  return { bytes, seconds: estimate.seconds, refusal, works };
}

const withoutChecking = (work: Work): Work => ({ ...work, lane: { ...work.lane, checkedColumns: 0 } });

const typesSampled = (seconds: number, timeoutMs: number): AnswerWarning => ({
  code: 'TYPES_SAMPLED',
  message:
    `Types were taken from samples: checking every value would take about ${inSeconds(seconds)}, more than the deadline leaves. ` +
    `Ask with --types verified and --timeout ${roomySeconds(seconds, timeoutMs)} to have them checked.`,
});

interface Unreachable {
  readonly bytes: number;
  readonly estimate: Estimate;
  readonly sampled: Estimate;
  readonly leftSeconds: number;
  readonly timeoutMs: number;
}

function unreachable({ bytes, estimate, sampled, leftSeconds, timeoutMs }: Unreachable): EngineError {
  const { seconds, leastSeconds } = estimate;
  const fits = Math.floor((bytes / seconds) * Math.max(0, leftSeconds));
  const ways = [
    `--timeout ${roomySeconds(seconds, timeoutMs)}`,
    `files of at most ${inMegabytes(fits)} together`,
    ...(sampled.leastSeconds <= leftSeconds ? ['perhaps --types sampled, which checks no values'] : []),
  ];
  return new EngineError(
    'DEADLINE_UNREACHABLE',
    `The question reads ${inMegabytes(bytes)}, which takes about ${inSeconds(seconds)} and ${inSeconds(leastSeconds)} at best; ${inSeconds(leftSeconds)} are left`,
    { hint: `What fits: ${ways.join(', or ')}.` },
  );
}

/** A quarter more than expected, in whole seconds. */
const roomySeconds = (seconds: number, timeoutMs: number): number => Math.ceil(Math.max(seconds * 1.25, timeoutMs / 1000));

const inSeconds = (seconds: number): string => `${Math.max(0, seconds).toLocaleString('en-US', { maximumSignificantDigits: 2 })} s`;
const inMegabytes = (bytes: number): string => `${(bytes / 1_000_000).toLocaleString('en-US', { maximumSignificantDigits: 3 })} MB`;
