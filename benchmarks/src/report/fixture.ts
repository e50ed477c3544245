import type { Report } from './report.js';

/** A small report for tests. */
export const REPORT: Report = {
  set: 'quick',
  machine: '2 cores (a processor), 8 GiB',
  versions: ['Node 20.19.0', 'polars 2.1.0'],
  rows: [
    {
      id: 'g1',
      measuredAt: '2026-01-02T03:04:05.000Z',
      title: 'G1 | far S3',
      results: [
        { contestant: 'sluice', ms: [900, 1_100], peakRssBytes: 300e6, connections: 8 },
        { contestant: 'httpfs', ms: [4_000, 2_000], peakRssBytes: 200e6, connections: 1 },
      ],
      verdicts: [
        { unit: '× httpfs', measured: 0.3875, atMost: 0.4 },
        { unit: '× the fastest', measured: 1.234, atMost: 1 },
        { unit: '× something', measured: 5 },
      ],
    },
    {
      id: 'small',
      measuredAt: '2026-01-03T03:04:05.000Z',
      title: 'small',
      results: [{ contestant: 'sluice', ms: [70.4], peakRssBytes: 100e6, connections: 0 }],
      verdicts: [{ unit: 'ms', measured: 70.4, atMost: 75 }],
    },
  ],
};
