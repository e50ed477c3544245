import { describe, expect, it } from '@jest/globals';
import { REPORT } from './fixture.js';
import { renderPlot } from './plot.js';

describe('renderPlot', () => {
  it('draws a panel for each case with the median of each contestant', async () => {
    const svg = await renderPlot(REPORT);
    expect(svg).toMatch(/^<svg/);
    for (const text of ['G1 | far S3', 'small', 'sluice', 'httpfs', '>3<', '>0.0704<']) expect(svg).toContain(text);
  });
});
