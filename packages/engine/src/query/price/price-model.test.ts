import { describe, expect, it } from '@jest/globals';
import { defaultRate } from './default-rates.js';
import type { Lane, Work } from './lane.js';
import { PriceModel } from './price-model.js';

const GB = 1_000_000_000;
const S3: Lane = { road: 'stream', where: 's3', compression: 'none', parser: 'duckdb', checkedColumns: 1 };
const DISK: Lane = { ...S3, road: 'direct', where: 'local' };

const whole = (lane: Lane, bytes: number): Work => ({ lane, bytes, leastBytes: bytes });

describe('before anything was seen', () => {
  it.each<[string, Lane, Lane]>([
    ['checking', { ...DISK, checkedColumns: 0 }, DISK],
    ['checking more columns', DISK, { ...DISK, checkedColumns: 6 }],
    ['our own parser', DISK, { ...DISK, road: 'stream', parser: 'own' }],
    ['unpacking', S3, { ...S3, compression: 'gzip' }],
    ['the network', { ...DISK, checkedColumns: 0 }, { ...S3, checkedColumns: 0 }],
    ['a copy', S3, { ...S3, road: 'staged' }],
    ['text', { ...DISK, road: 'cache' }, DISK],
  ])('%s costs time', (_, quick, slow) => {
    const model = new PriceModel({ threads: 4 });
    expect(model.estimate([whole(slow, GB)]).seconds).toBeGreaterThan(model.estimate([whole(quick, GB)]).seconds);
  });

  it('time is that of all bytes, one after the other', () => {
    const model = new PriceModel({ threads: 2 });
    const start = model.estimate([]).seconds;
    const apart = model.estimate([whole(S3, GB)]).seconds + model.estimate([whole(DISK, 3 * GB)]).seconds;
    expect(model.estimate([whole(S3, GB), whole(DISK, 3 * GB)]).seconds).toBeCloseTo(apart - start);
  });

  it('DuckDB parses as many times faster as it has threads, until something else is slower', () => {
    expect(defaultRate(DISK, 8)).toBeCloseTo(8 * defaultRate(DISK, 1));
    expect(defaultRate(S3, 64)).toBe(defaultRate(S3, 32));
  });

  it('the least time leaves room for a machine several times as fast, and counts only what must be read', () => {
    const model = new PriceModel({ threads: 2 });
    const { seconds, leastSeconds } = model.estimate([whole(S3, 10 * GB)]);
    expect(leastSeconds).toBeLessThan(seconds / 3);
    expect(leastSeconds).toBeGreaterThan(seconds / 20);
    const local = model.estimate([whole(DISK, 10 * GB)]);
    expect(local.leastSeconds).toBeLessThan(local.seconds / 7);
    expect(model.estimate([{ lane: S3, bytes: 10 * GB, leastBytes: 0 }])).toEqual({ seconds, leastSeconds: 0 });
  });
});

it.each([2, 64])('nothing comes out of S3 faster than its connections, with %d threads', (threads) => {
  const { leastSeconds } = new PriceModel({ threads }).estimate([whole(S3, 20 * GB)]);
  expect(leastSeconds).toBeGreaterThan(25);
  expect(leastSeconds).toBeLessThan(30);
});

describe('what questions took', () => {
  const learned = (seconds: number, times: number, lane = S3): PriceModel => {
    const model = new PriceModel({ threads: 2 });
    for (let i = 0; i < times; i += 1) model.observe([whole(lane, GB)], seconds);
    return model;
  };
  const UNSEEN = new PriceModel({ threads: 2 }).estimate([whole(S3, GB)]);

  it.each([0.2, 1.7, 40, 900])('is expected of the next ones, %d s a gigabyte', (seconds) => {
    expect(learned(seconds, 40).estimate([whole(S3, GB)]).seconds / seconds).toBeCloseTo(1, 1);
  });

  it('counts at once, and more each time', () => {
    const after = [0, 1, 2, 5].map((times) => learned(40, times).estimate([whole(S3, GB)]).seconds);
    expect(after).toEqual([...after].sort((a, b) => a - b));
    expect(after[1]).toBeGreaterThan(UNSEEN.seconds * 1.5);
  });

  it('never makes a slow question a reason to refuse', () => {
    expect(learned(900, 20).estimate([whole(S3, GB)]).leastSeconds).toBe(UNSEEN.leastSeconds);
  });

  it('makes room for still quicker ones when one was quicker than thought possible', () => {
    const { leastSeconds } = learned(UNSEEN.leastSeconds / 10, 1).estimate([whole(S3, GB)]);
    expect(leastSeconds).toBeLessThan(UNSEEN.leastSeconds / 10);
  });

  it('tells about the same lane with and without checks, and about no other', () => {
    const model = learned(40, 3);
    expect(model.estimate([whole({ ...S3, checkedColumns: 0 }, GB)]).seconds).toBeGreaterThan(UNSEEN.seconds * 1.5);
    for (const lane of [DISK, { ...S3, compression: 'gzip' }, { ...S3, parser: 'own' }, { ...S3, road: 'staged' }] satisfies Lane[]) {
      expect(model.estimate([whole(lane, GB)])).toEqual(new PriceModel({ threads: 2 }).estimate([whole(lane, GB)]));
    }
  });

  it('tells nothing when it was too little to read', () => {
    const model = new PriceModel({ threads: 2 });
    model.observe([whole(S3, 1_000_000)], 60);
    expect(model.estimate([whole(S3, GB)])).toEqual(UNSEEN);
  });

  it('is shared by the lanes that a question used together', () => {
    const model = new PriceModel({ threads: 2 });
    const works = [whole(S3, GB), whole(DISK, GB)];
    const seconds = model.estimate(works).seconds * 3;
    for (let i = 0; i < 40; i += 1) model.observe(works, seconds);
    expect(model.estimate(works).seconds / seconds).toBeCloseTo(1, 1);
  });
});
