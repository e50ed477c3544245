import { describe, expect, it } from '@jest/globals';
import { formatProfile } from './format-profile.js';
import type { ColumnProfile, Profile } from './profile.js';
import { sparkline } from './sparkline.js';

const city: ColumnProfile = {
  name: 'city',
  type: 'VARCHAR',
  kind: 'text',
  count: 998,
  nulls: 2,
  distinct: { count: 120, exact: false },
  min: 'Aachen',
  max: 'Zug\u001b[2J',
  top: { exact: false, values: [{ value: 'Bern', count: 250 }, { value: '-', count: 4 }] },
  text: { minLength: 1, maxLength: 30, meanLength: 6.5, blank: 1, missingMarkers: [{ value: '-', count: 4 }] },
};
const amount: ColumnProfile = {
  name: 'amount',
  type: 'DECIMAL(18,2)',
  kind: 'number',
  count: 1000,
  nulls: 0,
  distinct: { count: 3, exact: true },
  min: '0.50',
  max: '9007199254740993.00',
  top: { exact: true, values: [{ value: '0.50', count: 998 }] },
  mean: 9.5,
  stddev: null,
  quantiles: { exact: true, p05: '0.50', p25: '0.50', p50: '0.75', p75: '1.00', p95: '2.00' },
  histogram: { bins: [{ from: '0.50', to: '1.00', count: 998 }, { from: '1.00', to: '2.00', count: 0 }, { from: '2.00', to: '9007199254740993.00', count: 2 }] },
  outliers: { low: { fence: '-0.25', count: 0, samples: [] }, high: { fence: '1.75', count: 2, samples: ['9007199254740993.00'] } },
};
const profile: Profile = {
  rows: 1000,
  accuracy: 'approximate',
  columns: [city, amount],
  duplicateRows: { count: 12, exact: false, sampledOneIn: 4 },
  candidateKeys: [{ columns: ['city', 'amount'], exact: false }],
  sources: [],
  types: { trust: 'verified', columns: [] },
  warnings: [],
  bytesRead: 10,
  ms: {},
};

describe('sparkline', () => {
  it.each([
    [[1, 2, 4, 8], '▁▂▄█'],
    [[0, 1, 1_000_000], ' ▁█'],
    [[5], '█'],
    [[], ''],
  ])('draws %j as %j', (counts, expected) => {
    expect(sparkline({ bins: counts.map((count) => ({ from: 0, to: 1, count })) })).toBe(expected);
  });
});

describe('a profile', () => {
  it('shows a histogram for numbers, frequent values for text, and marks what is approximate', () => {
    const lines = formatProfile(profile, 'table').split('\n');
    expect(lines.find((line) => line.includes('│ city'))).toMatch(/2 \(0\.2%\).*~120.*Aachen.*Zug␛\[2J.*Bern 25%, - 0\.4%/);
    expect(lines.find((line) => line.includes('│ amount'))).toMatch(/0\.50.*0\.75.*9007199254740993\.00.*█ ▁/);
  });

  it('tells in sentences what is no figure of a column', () => {
    expect(formatProfile(profile, 'table').split('\n\n')[0]?.split('\n')).toEqual([
      '1,000 rows, 2 columns; about 12 duplicate rows, by a sample of one in 4',
      'Candidate keys: city + amount (likely)',
      expect.stringContaining('approximate'),
      'city: may mean missing: - (4)',
      'city: 1 blank value',
      'amount: 2 outliers above 1.75, such as 9007199254740993.00',
    ]);
  });

  it('is a list and a table in Markdown', () => {
    const lines = formatProfile(profile, 'markdown').split('\n');
    expect(lines[0]).toMatch(/^- 1,000 rows/);
    expect(lines).toContain('| column | type | nulls | distinct | min | median | max | values |');
  });

  it('is whole in JSON, a column a line in JSON lines', () => {
    expect(JSON.parse(formatProfile(profile, 'json'))).toEqual(profile);
    expect(formatProfile(profile, 'jsonl').trimEnd().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([city, amount]);
  });

  it('has its exact figures in CSV', () => {
    const [header, first, second] = formatProfile(profile, 'csv').split('\n').map((line) => line.split(','));
    const at = (row: readonly string[] | undefined, name: string): string | undefined => row?.[header?.indexOf(name) ?? -1];
    expect([at(first, 'distinct'), at(first, 'distinct_exact'), at(first, 'missing_markers'), at(first, 'mean')]).toEqual(['120', 'false', '4', '']);
    expect(at(second?.slice(1), 'max')).toBe('9007199254740993.00');
  });

  it('of no rows has no shares', () => {
    const empty: Profile = { ...profile, rows: 0, columns: [{ ...amount, count: 0, histogram: { bins: [] }, top: { exact: true, values: [] } }], duplicateRows: { count: 0, exact: true }, candidateKeys: [] };
    expect(formatProfile(empty, 'table')).not.toMatch(/NaN|Infinity|undefined/);
  });
});
