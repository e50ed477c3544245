import { describe, expect, it } from '@jest/globals';
import type { Inspected } from '../../inspect/inspected.js';
import type { BoundPart } from '../bind-tables.js';
import type { ScanCount, ScanPlan } from '../scan-plan.js';
import { worksOf } from './works-of.js';

const NONE: ScanCount = { times: 0, inFull: 0 };

/** A part of files of so many bytes each; what nothing here looks at is left out. */
const part = (id: string, sizes: readonly number[], road: 'direct' | 'stream'): BoundPart =>
  ({
    id,
    checking: 'verified',
    reading: { dialect: { delimiter: ',', quote: '"', newline: '\r' }, columns: [{ type: 'BIGINT' }, { type: 'VARCHAR' }, { type: 'DOUBLE' }] },
    feed: road === 'stream' ? {} : undefined,
    files: sizes.map((size) => ({ source: { size, ...(road === 'direct' ? { localPath: '/f' } : {}) }, compression: 'none', parser: 'duckdb' }) as Inspected),
  }) as unknown as BoundPart;

const scans = (parts: Readonly<Record<string, ScanCount>>, unattributed = NONE): ScanPlan => ({
  parts: new Map(Object.entries(parts).map(([id, count]) => [id, { ...count, columns: new Set<number>(), filters: [undefined] }])),
  unattributed,
  isPreview: false,
  limits: 1,
});

const weigh = (parts: readonly BoundPart[], plan: ScanPlan, options: { readonly staged?: readonly BoundPart[]; readonly cached?: readonly BoundPart[]; readonly headBytes?: number } = {}) => {
  const used = parts.map((each) => ({ table: 't', part: each, columns: new Set<number>() }));
  return worksOf({
    used,
    cached: new Set(used.filter((use) => options.cached?.includes(use.part))),
    scans: plan,
    staged: new Set(options.staged),
    headBytes: options.headBytes,
  }).map(({ lane, bytes, leastBytes }) => [`${lane.road} ${lane.where}`, bytes, leastBytes]);
};

describe('what a question reads', () => {
  it('is every file, once for each scan where DuckDB opens it by itself', () => {
    expect(weigh([part('s1', [10, 20], 'direct')], scans({ s1: { times: 2, inFull: 2 } }))).toEqual([
      ['direct local', 20, 20],
      ['direct local', 40, 40],
    ]);
  });

  it('is every file once where it is streamed or copied first', () => {
    const [streamed, copied] = [part('s1', [10], 'stream'), part('s2', [20], 'stream')];
    const plan = scans({ s1: { times: 1, inFull: 1 }, s2: { times: 3, inFull: 0 } });
    expect(weigh([streamed, copied], plan, { staged: [copied] })).toEqual([
      ['stream s3', 10, 10],
      ['staged s3', 20, 20],
    ]);
  });

  it('is a copy where there is one, which nobody is refused for', () => {
    const copied = part('s1', [10], 'stream');
    expect(weigh([copied], scans({ s1: { times: 1, inFull: 1 } }), { cached: [copied] })).toEqual([['cache s3', 10, 0]]);
  });

  it('may be less where a scan may end early', () => {
    expect(weigh([part('s1', [10], 'stream')], scans({ s1: { times: 1, inFull: 0 } }))).toEqual([['stream s3', 10, 0]]);
  });

  it('is the beginning where that is all it shows', () => {
    expect(weigh([part('s1', [100], 'stream')], scans({ s1: { times: 1, inFull: 0 } }), { headBytes: 7 })).toEqual([['stream s3', 7, 0]]);
  });

  it.each([
    ['verified', [0, 1, 2], 2],
    ['verified', [1], 0],
    ['sampled', [0, 1, 2], 0],
  ] as const)('is %s in columns %j: %d are checked', (checking, columns, checked) => {
    const used = [{ table: 't', part: { ...part('s1', [10], 'stream'), checking }, columns: new Set(columns) }];
    const [work] = worksOf({ used, scans: scans({ s1: { times: 1, inFull: 1 } }), cached: new Set(), staged: new Set(), headBytes: undefined });
    expect(work?.lane.checkedColumns).toBe(checked);
  });

  it('is at least the smaller table where rows are counted and the plan does not say of which', () => {
    const parts = [part('s1', [10], 'stream'), part('s2', [20], 'stream')];
    expect(weigh(parts, scans({}, { times: 1, inFull: 1 }))).toEqual([
      ['stream s3', 10, 10],
      ['stream s3', 20, 0],
    ]);
  });

  it('is at least the table that is not accounted for otherwise', () => {
    const parts = [part('s1', [10], 'stream'), part('s2', [20], 'stream')];
    expect(weigh(parts, scans({ s1: { times: 1, inFull: 0 } }, { times: 1, inFull: 1 }))).toEqual([
      ['stream s3', 10, 0],
      ['stream s3', 20, 20],
    ]);
  });
});
