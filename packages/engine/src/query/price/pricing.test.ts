import { describe, expect, it } from '@jest/globals';
import { EngineError } from '../../errors.js';
import type { Lane, Work } from './lane.js';
import { PriceModel } from './price-model.js';
import { CheckingTooSlow, priceOf, type PricingOptions } from './pricing.js';

const GB = 1_000_000_000;
const VERIFIED: Lane = { road: 'direct', where: 'local', compression: 'none', parser: 'duckdb', checkedColumns: 1 };
const SAMPLED: Lane = { ...VERIFIED, checkedColumns: 0 };
const whole = (lane: Lane, bytes: number): Work => ({ lane, bytes, leastBytes: bytes });

const model = new PriceModel({ threads: 1 });
const expectedMs = (lane: Lane, bytes: number): number => model.estimate([whole(lane, bytes)]).seconds * 1000;
const leastMs = (lane: Lane, bytes: number): number => model.estimate([whole(lane, bytes)]).leastSeconds * 1000;

const price = (work: Work, remainingMs: number, options: Partial<PricingOptions> = {}) =>
  priceOf([work], { model, types: 'auto', dryRun: false, deadline: { timeoutMs: remainingMs, remainingMs: () => remainingMs }, ...options });

function thrownBy(run: () => unknown): unknown {
  try {
    return { returned: run() };
  } catch (error) {
    return error;
  }
}

describe('a question whose values may be checked or not', () => {
  it('is checked when that is expected to end in time', () => {
    expect(price(whole(VERIFIED, 10 * GB), expectedMs(VERIFIED, 10 * GB) + 1)).toMatchObject({ bytes: 10 * GB, refusal: undefined });
  });

  it('trusts samples when it is not, and says how to get the check', () => {
    const error = thrownBy(() => price(whole(VERIFIED, 10 * GB), expectedMs(VERIFIED, 10 * GB) - 1));
    expect(error).toBeInstanceOf(CheckingTooSlow);
    expect((error as CheckingTooSlow).warning).toEqual({ code: 'TYPES_SAMPLED', message: expect.stringMatching(/about 72 s.*--types verified and --timeout 91 /) });
  });

  it('is checked all the same when trusting samples would save no time', () => {
    const work = whole({ ...VERIFIED, road: 'stream', parser: 'own' }, 10 * GB);
    expect(price(work, 1 + leastMs(work.lane, 10 * GB)).refusal).toBeUndefined();
  });

  it.each(['verified', 'strict'] as const)('is not asked about when the caller said %s', (types) => {
    expect(price(whole(VERIFIED, 10 * GB), expectedMs(VERIFIED, 10 * GB) - 1, { types }).seconds).toBeCloseTo(expectedMs(VERIFIED, 10 * GB) / 1000);
  });
});

describe('a question that cannot end in time', () => {
  const refusalAt = (ms: number, types: PricingOptions['types'] = 'sampled'): unknown => thrownBy(() => price(whole(types === 'sampled' ? SAMPLED : VERIFIED, 50 * GB), ms, { types }));

  it('is refused only when it could not even at best', () => {
    expect(refusalAt(leastMs(SAMPLED, 50 * GB) + 1)).toMatchObject({ returned: { refusal: undefined } });
    expect(refusalAt(leastMs(SAMPLED, 50 * GB) - 1)).toMatchObject({ code: 'DEADLINE_UNREACHABLE' });
  });

  it('is refused as soon as it is expected to come late where another engine may answer', () => {
    const ms = expectedMs(SAMPLED, 50 * GB);
    const options = { types: 'sampled', handsOver: true } as const;
    expect(price(whole(SAMPLED, 50 * GB), ms + 1, options).refusal).toBeUndefined();
    expect(thrownBy(() => price(whole(SAMPLED, 50 * GB), ms - 1, options))).toMatchObject({ code: 'DEADLINE_UNREACHABLE' });
    expect(thrownBy(() => price(whole(SAMPLED, 50 * GB), ms - 1, { ...options, dryRun: true }))).toMatchObject({ code: 'DEADLINE_UNREACHABLE' });
  });

  it('is told what would fit', () => {
    const { message, hint } = refusalAt(10_000) as EngineError;
    expect(message).toBe('The question reads 50,000 MB, which takes about 280 s and 35 s at best; 10 s are left');
    expect(hint).toBe('What fits: --timeout 348, or files of at most 1,800 MB together.');
  });

  it('is told of the quicker mode where that might do', () => {
    const between = (leastMs(SAMPLED, 50 * GB) + leastMs(VERIFIED, 50 * GB)) / 2;
    expect(refusalAt(between, 'verified')).toMatchObject({ code: 'DEADLINE_UNREACHABLE', hint: expect.stringContaining('perhaps --types sampled') });
    expect(refusalAt(leastMs(SAMPLED, 50 * GB) - 1, 'verified')).toMatchObject({ hint: expect.not.stringContaining('--types') });
  });

  it('is not refused in a dry run, which says so instead', () => {
    expect(price(whole(SAMPLED, 50 * GB), 10_000, { types: 'sampled', dryRun: true }).refusal).toMatchObject({ code: 'DEADLINE_UNREACHABLE' });
  });

  it('is not refused when it may have enough before the end', () => {
    expect(price({ lane: SAMPLED, bytes: 50 * GB, leastBytes: 0 }, 1, { types: 'sampled' }).refusal).toBeUndefined();
  });
});
