import picocolors from 'picocolors';
import { displayWidth, pad, shorten } from '../result/formats/display-width.js';
import { visibleText } from '../result/formats/visible-text.js';

export interface ChartPoint {
  readonly label: string;
  readonly value: number;
}

export interface ChartOptions {
  /** Columns of the terminal. @default 80 */
  readonly width?: number;
  /** @default false */
  readonly color?: boolean;
  /** Block characters, an eighth of a column exact, instead of `#`. @default true */
  readonly unicode?: boolean;
}

interface Scale {
  /** Columns left and right of zero. */
  readonly negative: number;
  readonly positive: number;
  /** Value of one column; 0 when every value is 0. */
  readonly unit: number;
}

/** Left parts of a column in eighths; Unicode has but two right parts, for bars that run leftward. */
const LEFT_PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
const RIGHT_PARTS = ['', '▕', '▕', '▕', '▐', '▐', '▐', '▐'] as const;

const MIN_BAR = 4;

/** One horizontal bar a point, labels left and values right of it; negative bars run left from zero. */
export function barChart(points: readonly ChartPoint[], { width = 80, color = false, unicode = true }: ChartOptions = {}): string {
  const colors = picocolors.createColors(color);
  const values = points.map(({ value }) => formatValue(value));
  const labels = points.map(({ label }) => shorten(visibleText(label), Math.floor(width / 3)));
  const labelWidth = widest(labels);
  const scale = scaleOf(points, Math.max(MIN_BAR, width - labelWidth - widest(values) - 2));
  const lines = points.map(({ value }, index) => {
    const bar = unicode ? blockBar(value, scale) : asciiBar(value, scale);
    const left = value < 0 ? colors.red(pad(bar, scale.negative, 'right')) : ' '.repeat(scale.negative);
    const right = value < 0 ? '' : colors.cyan(bar);
    const gap = bar === '' ? '' : ' ';
    return `${pad(labels[index] ?? '', labelWidth, 'left')} ${left}${right}${gap}${colors.dim(values[index] ?? '')}\n`;
  });
  return lines.join('');
}

/** One unit for both sides, so that lengths compare across zero. */
function scaleOf(points: readonly ChartPoint[], columns: number): Scale {
  const finite = points.map(({ value }) => value).filter(Number.isFinite);
  const most = Math.max(0, ...finite);
  const least = Math.max(0, ...finite.map((value) => -value));
  if (most === 0 && least === 0) return { negative: 0, positive: columns, unit: 0 };
  // Not `least / (most + least)`: the sum of the largest doubles is Infinity.
  const share = Math.round(columns / (1 + most / least));
  const negative = Math.min(least > 0 ? Math.max(1, share) : 0, most > 0 ? columns - 1 : columns);
  const positive = columns - negative;
  return { negative, positive, unit: Math.max(ratio(least, negative), ratio(most, positive)) };
}

const ratio = (value: number, columns: number): number => (columns === 0 ? 0 : value / columns);

/** Columns a bar takes. Infinity and NaN have no length; their text says what they are. */
const lengthOf = (value: number, { unit }: Scale): number => (unit === 0 || !Number.isFinite(value) ? 0 : Math.abs(value) / unit);

function blockBar(value: number, scale: Scale): string {
  const eighths = Math.round(lengthOf(value, scale) * 8);
  // What is not zero is not drawn as zero.
  const drawn = eighths === 0 && lengthOf(value, scale) > 0 ? 1 : eighths;
  const full = '█'.repeat(Math.floor(drawn / 8));
  return value < 0 ? (RIGHT_PARTS[drawn % 8] ?? '') + full : full + (LEFT_PARTS[drawn % 8] ?? '');
}

const asciiBar = (value: number, scale: Scale): string => '#'.repeat(Math.round(lengthOf(value, scale)));

const widest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);

function formatValue(value: number): string {
  const size = Math.abs(value);
  if (Number.isSafeInteger(value)) return value.toLocaleString('en-US');
  if (size < 1e-4 || size > Number.MAX_SAFE_INTEGER || Number.isNaN(value)) return String(Number(value.toPrecision(6)));
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}
