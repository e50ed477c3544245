import { formatRecords, type FlatRecord } from '../../result/formats/format-records.js';
import type { Format, FormatOptions } from '../../result/formats/format-answer.js';
import { shorten } from '../../result/formats/display-width.js';
import { visibleText } from '../../result/formats/visible-text.js';
import { profileNotes } from './profile-notes.js';
import type { CellValue, ColumnProfile, DistinctCount, Profile, ValueCount } from './profile.js';
import { sparkline } from './sparkline.js';

/**
 * A profile as text that ends in a newline. `table` and `markdown` are to look at; `json` is the whole report, `jsonl` its
 * columns, `csv` a line of figures a column.
 */
export function formatProfile(profile: Profile, format: Format, options: FormatOptions = {}): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(profile, undefined, 2)}\n`;
    case 'jsonl':
      return profile.columns.map((column) => `${JSON.stringify(column)}\n`).join('');
    case 'csv':
      return formatRecords(profile.columns.map(figures), format, options);
    case 'table':
    case 'markdown': {
      const notes = profileNotes(profile).map((note) => `${format === 'markdown' ? '- ' : ''}${visibleText(note)}\n`);
      return `${notes.join('')}\n${formatRecords(profile.columns.map((column) => glance(column, profile.rows)), format, options)}`;
    }
    default:
      return format satisfies never;
  }
}

/** Long enough for a moment in seconds, short enough to leave room for histograms. */
const MAX_SHOWN_WIDTH = 19;
const MAX_SHOWN = 3;

/** What one sees at a glance. Text has no shape: its most frequent values stand there. */
function glance(column: ColumnProfile, rows: number): FlatRecord {
  const { name, type, nulls, distinct, min, max, quantiles, histogram, top } = column;
  return {
    column: name,
    type: type === 'TIMESTAMP WITH TIME ZONE' ? 'TIMESTAMPTZ' : type,
    nulls: nulls === 0 ? '' : `${nulls.toLocaleString('en-US')} (${percent(nulls, rows)})`,
    distinct: distinctText(distinct),
    min: shown(min),
    median: shown(quantiles?.p50 ?? null),
    max: shown(max),
    values: histogram === undefined ? topText(top.values, rows) : sparkline(histogram),
  };
}

const topText = (values: readonly ValueCount[], rows: number): string =>
  values.slice(0, MAX_SHOWN).map(({ value, count }) => `${shown(value)} ${percent(count, rows)}`).join(', ');

const distinctText = ({ count, exact }: DistinctCount): string => `${exact ? '' : '~'}${count.toLocaleString('en-US')}`;

const shown = (value: CellValue): string => {
  if (value === null) return '';
  if (typeof value === 'string') return shorten(value.replace(/ 00:00:00(\+00)?$/, ''), MAX_SHOWN_WIDTH);
  return typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(6))) : String(value);
};

function percent(part: number, whole: number): string {
  const share = (100 * part) / whole;
  return share > 0 && share < 0.1 ? '<0.1%' : `${share.toFixed(share < 99.95 && share >= 10 ? 0 : 1).replace(/\.0$/, '')}%`;
}

/** Every single figure of a column, exact, for programs. */
function figures({ name, type, kind, count, nulls, distinct, min, max, mean, stddev, quantiles, outliers, text, top, notFinite }: ColumnProfile): FlatRecord {
  const [most] = top.values;
  return {
    column: name,
    type,
    kind,
    count,
    nulls,
    missing_markers: text === undefined ? null : text.missingMarkers.reduce((sum, marker) => sum + marker.count, 0),
    blank: text?.blank ?? null,
    not_finite: notFinite ?? null,
    distinct: distinct.count,
    distinct_exact: distinct.exact,
    min,
    p05: quantiles?.p05 ?? null,
    p25: quantiles?.p25 ?? null,
    p50: quantiles?.p50 ?? null,
    p75: quantiles?.p75 ?? null,
    p95: quantiles?.p95 ?? null,
    max,
    quantiles_exact: quantiles?.exact ?? null,
    mean: mean ?? null,
    stddev: stddev ?? null,
    outliers_low: outliers?.low.count ?? null,
    outliers_high: outliers?.high.count ?? null,
    min_length: text?.minLength ?? null,
    max_length: text?.maxLength ?? null,
    top_value: most?.value ?? null,
    top_count: most?.count ?? null,
    top_exact: top.exact,
  };
}
