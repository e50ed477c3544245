import { describe, expect, it } from '@jest/globals';
import { REPORT } from './fixture.js';
import { renderFigures, renderTimes } from './markdown.js';

describe('renderFigures', () => {
  it('shows the ratios, what is to be reached and whether it was', () => {
    expect(renderFigures(REPORT)).toBe(
      [
        '| case | ÷ httpfs | ÷ fastest | to reach | measured | reached |',
        '| --- | --- | --- | --- | --- | --- |',
        '| G1 \\| far S3 | 0.39 | 1.23 | ≤ 0.4 × httpfs<br>≤ 1 × the fastest | 0.39<br>1.23 | yes<br>**no** |',
        '| small |  |  | ≤ 75 ms | 70 | yes |',
        '',
        'On 2 cores (a processor), 8 GiB, with Node 20.19.0, polars 2.1.0. A ratio is the median of the ratios within each round.',
        '',
      ].join('\n'),
    );
  });
});

describe('renderTimes', () => {
  it('shows what each contestant took', () => {
    expect(renderTimes(REPORT)).toBe(
      [
        '| case | measured | contestant | rounds | median | minimum | peak RSS | connections |',
        '| --- | --- | --- | --- | --- | --- | --- | --- |',
        '| G1 \\| far S3 | 2026-01-02 | sluice | 2 | 1.00 s | 900 ms | 300 MB | 8 |',
        '|  |  | httpfs | 2 | 3.00 s | 2.00 s | 200 MB | 1 |',
        '| small | 2026-01-03 | sluice | 1 | 70 ms | 70 ms | 100 MB |  |',
        '',
      ].join('\n'),
    );
  });
});
