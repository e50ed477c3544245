import { defaultRate, fastestRate } from './default-rates.js';
import { laneKey, type Lane, type Work } from './lane.js';

export interface Estimate {
  readonly seconds: number;
  /** What it takes when everything goes better than it ever did: nobody is refused who could make it. */
  readonly leastSeconds: number;
}

/** What this engine saw of a lane, as a multiple of its default rate. */
interface Seen {
  readonly questions: number;
  readonly factor: number;
  readonly best: number;
}

/** Before its first byte a question makes pipes, views and a plan. */
const START_SECONDS = 0.03;
/** A machine may do so much better than it ever did. */
const BETTER_STILL = 1.5;
/** Below this the start weighs more than the bytes: nothing is learned about a lane. */
const TELLING_BYTES = 8_000_000;
/** The newest question weighs as much once there were a few; the first weigh more. */
const LEAST_WEIGHT = 0.25;
/** One question that computes for long must not make all later ones look hopeless. */
const MOST_CHANGE = 4;

/** Expects how long bytes take, and corrects itself by how long they took. Pure but for what it remembers. */
export class PriceModel {
  readonly #threads: number;
  readonly #seen = new Map<string, Seen>();

  constructor({ threads }: { readonly threads: number }) {
    this.#threads = threads;
  }

  estimate(works: readonly Work[]): Estimate {
    const sum = (secondsOf: (work: Work) => number): number => works.reduce((total, work) => total + secondsOf(work), 0);
    return {
      seconds: START_SECONDS + sum(({ lane, bytes }) => bytes / (this.#rate(lane) * this.#seenOf(lane).factor)),
      leastSeconds: sum(({ lane, leastBytes }) => leastBytes / Math.max(fastestRate(lane, this.#threads), this.#rate(lane) * this.#seenOf(lane).best * BETTER_STILL)),
    };
  }

  /** Takes in what a question took whose bytes were all read. Lanes that it used together share the error. */
  observe(works: readonly Work[], seconds: number): void {
    if (works.reduce((sum, { bytes }) => sum + bytes, 0) < TELLING_BYTES) return;
    const share = (this.estimate(works).seconds - START_SECONDS) / Math.max(seconds - START_SECONDS, Number.EPSILON);
    for (const lane of new Map(works.map((work) => [laneKey(work.lane), work.lane])).values()) this.#learn(lane, share);
  }

  #learn(lane: Lane, share: number): void {
    const { questions, factor, best } = this.#seenOf(lane);
    const weight = Math.max(LEAST_WEIGHT, 1 / (questions + 2));
    const change = Math.min(MOST_CHANGE, Math.max(1 / MOST_CHANGE, share));
    this.#seen.set(laneKey(lane), { questions: questions + 1, factor: factor * change ** weight, best: Math.max(best, factor * share) });
  }

  #rate(lane: Lane): number {
    return defaultRate(lane, this.#threads);
  }

  #seenOf(lane: Lane): Seen {
    return this.#seen.get(laneKey(lane)) ?? { questions: 0, factor: 1, best: 0 };
  }
}
