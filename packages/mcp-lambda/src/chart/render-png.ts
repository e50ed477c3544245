import { createRequire } from 'node:module';
import type { Chart } from './chart-spec.js';

const PIXELS_PER_POINT = 2;

/** Draws a chart. What that needs is loaded when the first one is asked for: it takes a third of a second. */
export async function renderPng({ spec, points }: Chart): Promise<Buffer> {
  const vega = await import('vega');
  const { compile } = await import('vega-lite');
  const { Resvg } = await import('@resvg/resvg-js');
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  try {
    const svg = await view.data('rows', structuredClone(points) as object[]).toSVG();
    // Where a system has no fonts at all there still is this one.
    const font = { fontFiles: [createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')], defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans', loadSystemFonts: true };
    return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: PIXELS_PER_POINT }, background: 'white' }).render().asPng();
  } finally {
    view.finalize();
  }
}
