import { isNumeric, shown, type Cell, type Column } from './rows.js';

const SVG = 'http://www.w3.org/2000/svg';
const SIZE = { width: 640, height: 240, left: 60, bottom: 36, top: 10, right: 10 } as const;
const MAX_BARS = 60;
const MAX_LABELS = 12;
const LABEL_CHARS = 12;

export interface ChartColumns {
  readonly x: number;
  readonly y: number;
}

/** The first number over the first column that is none; nothing where there is no number. */
export function chooseColumns(columns: readonly Column[]): ChartColumns | undefined {
  const y = columns.findIndex(isNumeric);
  if (y < 0 || columns.length < 2) return undefined;
  const other = columns.findIndex((column) => !isNumeric(column));
  const last = columns.findLastIndex(isNumeric);
  return other >= 0 ? { x: other, y } : { x: y, y: last };
}

/** Bars, or a line where there are many rows; the table beside it says the same in words. */
export function drawChart(columns: readonly Column[], rows: readonly (readonly Cell[])[], { x, y }: ChartColumns): SVGElement {
  const values = rows.map((row) => Number(row[y] ?? NaN)).map((value) => (Number.isFinite(value) ? value : 0));
  const names = rows.map((row) => shown(row[x] ?? null));
  const bars = rows.length <= MAX_BARS;
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const scale = (value: number): number => SIZE.top + ((high - value) / (high - low || 1)) * (SIZE.height - SIZE.top - SIZE.bottom);
  const step = (SIZE.width - SIZE.left - SIZE.right) / Math.max(1, rows.length);
  const at = (index: number): number => SIZE.left + step * (index + 0.5);
  const chart = node('svg', { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: 'img', 'aria-label': `${bars ? 'Bars' : 'Line'} of ${columns[y]?.name ?? ''} by ${columns[x]?.name ?? ''}; the table holds the same values` });
  const marks = bars
    ? values.map((value, i) => node('rect', { class: 'mark', x: at(i) - step * 0.4, width: step * 0.8, y: Math.min(scale(value), scale(0)), height: Math.abs(scale(value) - scale(0)) }))
    : [node('polyline', { class: 'line', points: values.map((value, i) => `${at(i).toFixed(1)},${scale(value).toFixed(1)}`).join(' ') })];
  chart.append(...gridOf(low, high, scale), ...marks, ...labelsOf(names, at));
  return chart;
}

function gridOf(low: number, high: number, scale: (value: number) => number): SVGElement[] {
  const format = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
  return [...new Set([low, (low + high) / 2, high])].flatMap((value) => [
    node('line', { class: 'grid', x1: SIZE.left, x2: SIZE.width - SIZE.right, y1: scale(value), y2: scale(value) }),
    node('text', { x: SIZE.left - 6, y: scale(value) + 4, 'text-anchor': 'end' }, format.format(value)),
  ]);
}

function labelsOf(names: readonly string[], at: (index: number) => number): SVGElement[] {
  const every = Math.ceil(names.length / MAX_LABELS);
  return names.flatMap((name, i) => (i % every === 0 ? [node('text', { x: at(i), y: SIZE.height - 14, 'text-anchor': 'middle' }, name.length > LABEL_CHARS ? `${name.slice(0, LABEL_CHARS - 1)}…` : name)] : []));
}

function node(name: string, attributes: Readonly<Record<string, string | number>>, text?: string): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}
