import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { BASE, SLUICE, SLUICE_VERIFIED } from '../contestants/names.js';
import { median } from '../measure/statistics.js';
import type { Row } from '../race/result.js';
import type { Report } from './report.js';

/** sluice in two shades of one colour, the others in greys: the eye should find what the page is about. */
const COLOURS: Readonly<Record<string, string>> = {
  [SLUICE]: '#1f6feb',
  [SLUICE_VERIFIED]: '#79b0ff',
  [BASE]: '#b48ead',
};
const OTHER = '#a8adb3';

/** Median seconds of each contestant, a panel for each case; an SVG that needs nothing else. */
export async function renderPlot(report: Report): Promise<string> {
  const view = new View(parse(compile(describePlot(report)).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

export const describePlot = ({ rows }: Report): TopLevelSpec => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  columns: 2,
  concat: rows.map(describePanel),
  resolve: { scale: { color: 'independent' } },
});

type Panel = Extract<TopLevelSpec, { concat: unknown }>['concat'][number];

function describePanel({ title, results }: Row): Panel {
  const values = results.map(({ contestant, ms }) => ({ contestant, seconds: median(ms) / 1_000, colour: COLOURS[contestant] ?? OTHER }));
  return {
    title: { text: title, anchor: 'start', fontSize: 12 },
    data: { values },
    width: 340,
    height: { step: 16 },
    encoding: {
      y: { field: 'contestant', type: 'nominal', title: null, sort: null, axis: { labelLimit: 200 } },
      x: { field: 'seconds', type: 'quantitative', title: 'seconds' },
    },
    layer: [
      { mark: 'bar', encoding: { color: { field: 'colour', type: 'nominal', scale: null } } },
      { mark: { type: 'text', align: 'left', dx: 3, fontSize: 9 }, encoding: { text: { field: 'seconds', type: 'quantitative', format: '.3~g' } } },
    ],
  };
}
