import { multiples, niceEdges } from './nice-edges.js';

export interface TimeRange {
  readonly low: bigint;
  readonly high: bigint;
  readonly bins: number;
  /** 1 for dates, 86,400,000,000 for microseconds. */
  readonly unitsPerDay: bigint;
}

const SECONDS = [1n, 2n, 5n, 10n, 15n, 30n, 60n, 120n, 300n, 600n, 900n, 1800n, 3600n, 7200n, 10_800n, 21_600n, 43_200n];
const DAYS = [1n, 2n, 7n, 14n];
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000];
/** 1970-01-05 was a Monday: where weeks begin. */
const FIRST_MONDAY = 4n;
const SECONDS_PER_DAY = 86_400n;
const MS_PER_DAY = 86_400_000n;
/** What JavaScript's dates hold, a little less on both sides. */
const MAX_DAYS = 99_000_000n;

/** Inner edges of at most `bins` bins which begin with a second, an hour, a week, a month, a year, whichever fits. */
export function timeEdges(range: TimeRange): bigint[] {
  const { low, high, bins, unitsPerDay } = range;
  if (unitsPerDay > 1n && high - low < (unitsPerDay / SECONDS_PER_DAY) * BigInt(bins)) return niceEdges(low, high, bins);
  for (const { step, offset } of fixedSteps(unitsPerDay)) {
    if ((high - low) / step >= BigInt(bins)) continue;
    const edges = multiples(low, high, step, offset);
    if (edges.length < bins) return edges;
  }
  return monthEdges(range) ?? niceEdges(low, high, bins);
}

function* fixedSteps(unitsPerDay: bigint): Generator<{ readonly step: bigint; readonly offset: bigint }> {
  if (unitsPerDay > 1n) for (const seconds of SECONDS) yield { step: (seconds * unitsPerDay) / SECONDS_PER_DAY, offset: 0n };
  for (const days of DAYS) yield { step: days * unitsPerDay, offset: days % 7n === 0n ? FIRST_MONDAY * unitsPerDay : 0n };
}

/** Months have no fixed length: edges come from the calendar, as far as it reaches. */
function monthEdges({ low, high, bins, unitsPerDay }: TimeRange): bigint[] | undefined {
  if (low < -MAX_DAYS * unitsPerDay || high > MAX_DAYS * unitsPerDay) return undefined;
  const first = monthOf(low, unitsPerDay);
  const last = monthOf(high, unitsPerDay);
  for (const step of MONTHS) {
    if ((last - first) / step >= bins) continue;
    const edges: bigint[] = [];
    for (let month = (Math.floor(first / step) + 1) * step; month <= last; month += step) edges.push(startOfMonth(month, unitsPerDay));
    if (edges.length < bins) return edges;
  }
  return undefined;
}

/** Division of bigints cuts towards zero: a microsecond before 1970 would fall into it. */
const floorDivide = (a: bigint, b: bigint): bigint => (a < 0n ? -((b - 1n - a) / b) : a / b);

/** Months since the year 0. */
function monthOf(units: bigint, unitsPerDay: bigint): number {
  const date = new Date(Number(floorDivide(units * MS_PER_DAY, unitsPerDay)));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function startOfMonth(month: number, unitsPerDay: bigint): bigint {
  // Not `Date.UTC`, to which the years 0 to 99 are 1900 to 1999.
  const ms = new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
  return (BigInt(ms) * unitsPerDay) / MS_PER_DAY;
}
