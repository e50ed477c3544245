import { cutText, nearest, visibleText, type AnswerColumn, type JsonRow } from '@sluice/engine';
import type { TopLevelSpec } from 'vega-lite';
import { ToolError } from '../tool/tool-error.js';

export const CHART_KINDS = ['bar', 'line', 'area', 'point', 'histogram'] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

export interface ChartRequest {
  readonly kind: ChartKind;
  readonly x: string;
  /** Several are drawn as series. None for a histogram. */
  readonly y: readonly string[];
  readonly series?: string | undefined;
  readonly title?: string | undefined;
}

/** A row as Vega-Lite reads it: names of columns may hold what it would take for paths. */
interface Point {
  readonly x: Plain;
  readonly y?: Plain;
  readonly series?: string;
}

type Plain = string | number | null;

export interface Chart {
  /** Without its data. */
  readonly spec: TopLevelSpec;
  readonly points: readonly Point[];
  /** Names of the result's columns that are drawn, in its order. */
  readonly columns: readonly string[];
}

const MAX_SERIES = 20;
const MAX_CATEGORIES = 100;
const MAX_LABEL_CHARS = 40;
const SIZE = { width: 640, height: 360 } as const;

/** @throws ToolError UNKNOWN_COLUMN, INPUT, RESULT_LIMIT for what could not be read */
export function chartOf(columns: readonly AnswerColumn[], rows: readonly JsonRow[], request: ChartRequest): Chart {
  const { kind, title } = request;
  if (kind === 'histogram' ? request.y.length > 0 : request.y.length === 0) throw wrongAxes(kind);
  const x = find(columns, request.x);
  const ys = request.y.map((name) => find(columns, name));
  const series = request.series === undefined ? undefined : find(columns, request.series);
  const points = pointsOf(rows, x, ys, series);
  assertReadable(points, x);
  const hasSeries = series !== undefined || ys.length > 1;
  const used = [x, ...ys, ...(series === undefined ? [] : [series])].map(({ index }) => index);
  return {
    points,
    columns: columns.flatMap(({ name }, i) => (used.includes(i) ? name : [])),
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      ...SIZE,
      ...(title === undefined ? {} : { title: label(title, 200) }),
      data: { name: 'rows' },
      mark: kind === 'histogram' ? 'bar' : { type: kind, ...(kind === 'line' || kind === 'area' ? { point: points.length <= 60 } : {}) },
      encoding: encodingOf({ kind, x, ys, points }, hasSeries ? (series?.name ?? '') : undefined),
    },
  };
}

interface Found extends AnswerColumn {
  readonly index: number;
  readonly scale: 'quantitative' | 'temporal' | 'nominal';
}

function find(columns: readonly AnswerColumn[], name: string): Found {
  const names = columns.map((column) => column.name);
  const index = names.includes(name) ? names.indexOf(name) : names.findIndex((known) => known.toLowerCase() === name.toLowerCase());
  const column = columns[index];
  if (column === undefined) throw new ToolError('UNKNOWN_COLUMN', `The result has no column ${JSON.stringify(name.slice(0, 64))}`, `Its columns are ${nearest(name.slice(0, 64), names, 10).join(', ')}.`);
  return { ...column, index, scale: scaleOf(column.type) };
}

function scaleOf(type: string): Found['scale'] {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|UINTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type)) return 'quantitative';
  return /^(DATE|TIMESTAMP.*)$/.test(type) ? 'temporal' : 'nominal';
}

function pointsOf(rows: readonly JsonRow[], x: Found, ys: readonly Found[], series: Found | undefined): Point[] {
  if (ys.length === 0) return rows.map((row) => ({ x: valueOf(row, x) }));
  return rows.flatMap((row) =>
    ys.map((y) => ({
      x: valueOf(row, x),
      y: valueOf(row, y),
      ...(series === undefined && ys.length === 1 ? {} : { series: seriesOf(row, series, ys.length > 1 ? y.name : undefined) }),
    })),
  );
}

const seriesOf = (row: JsonRow, series: Found | undefined, name: string | undefined): string =>
  [...(series === undefined ? [] : [String(valueOf(row, series))]), ...(name === undefined ? [] : [label(name)])].join(', ');

/** Big integers and decimals come as text; a chart's pixels do not tell their last digits. */
function valueOf(row: JsonRow, { index, scale }: Found): Plain {
  const value = row[index] ?? null;
  if (value === null) return null;
  if (scale === 'quantitative') return Number(value);
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return scale === 'temporal' ? text.replace(' ', 'T') : label(text);
}

const label = (text: string, maxChars = MAX_LABEL_CHARS): string => cutText(visibleText(text), maxChars);

function assertReadable(points: readonly Point[], x: Found): void {
  const series = new Set(points.map((point) => point.series)).size;
  if (series > MAX_SERIES) throw new ToolError('RESULT_LIMIT', `There are ${series} series; at most ${MAX_SERIES} can be told apart`, 'Filter, or group the small ones as other.');
  const categories = x.scale === 'nominal' ? new Set(points.map((point) => point.x)).size : 0;
  if (categories > MAX_CATEGORIES) throw new ToolError('RESULT_LIMIT', `${x.name} has ${categories} values; at most ${MAX_CATEGORIES} can be read`, 'Take the greatest ones: ORDER BY … DESC LIMIT 30.');
}

const MANY_CATEGORIES = 12;
const LONG_LABEL = 10;

interface Drawn {
  readonly kind: ChartKind;
  readonly x: Found;
  readonly ys: readonly Found[];
  readonly points: readonly Point[];
}

/** Bars with long or many names lie, so that the names can be read. */
function encodingOf({ kind, x, ys, points }: Drawn, series: string | undefined): object {
  const names = new Set(points.map((point) => String(point.x)));
  const lies = kind === 'bar' && x.scale === 'nominal' && (names.size > MANY_CATEGORIES || [...names].some((name) => name.length > LONG_LABEL));
  const binned = kind === 'histogram' && x.scale !== 'nominal' ? { bin: { maxbins: 40 } } : {};
  // Rows are in the order that the SQL gave them.
  const across = { field: 'x', type: x.scale, title: label(x.name), ...(x.scale === 'nominal' ? { sort: null, axis: { labelAngle: 0 } } : {}), ...binned };
  const up = kind === 'histogram' ? { aggregate: 'count', title: 'rows' } : { field: 'y', type: ys[0]?.scale ?? 'quantitative', title: ys.map(({ name }) => label(name)).join(', ') };
  const color = series === undefined ? {} : { color: { field: 'series', type: 'nominal', sort: null, title: label(series) || null } };
  return lies ? { y: across, x: up, ...color } : { x: across, y: up, ...color };
}

const wrongAxes = (kind: ChartKind): ToolError =>
  kind === 'histogram'
    ? new ToolError('INPUT', 'A histogram counts the values of x and takes no y', 'Leave y out, or ask for kind bar.')
    : new ToolError('INPUT', `A ${kind} chart needs y`, 'Give the column, or columns, of numbers to draw.');
