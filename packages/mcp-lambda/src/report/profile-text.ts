import { cutText, profileNotes, visibleText, type CellValue, type ColumnProfile, type JsonRow, type Profile } from '@sluice/engine';
import { pageText } from '../result/page-text.js';
import { dataBlock } from '../text/block.js';
import { boundedLines } from '../text/bounded.js';
import { sourcesLine, typesLine, warningLines } from '../text/facts.js';

const MAX_VALUE_CHARS = 60;
const MAX_NOTES_CHARS = 6_000;
const MAX_HISTOGRAMS_CHARS = 8_000;
const FRAME_CHARS = 3_500;

export interface ProfileTextOptions {
  readonly maxChars: number;
  readonly histograms: boolean;
}

/** Figures of each column as a table, what stands out in sentences, and histograms where they were asked for. */
export function profileText(profile: Profile, { maxChars, histograms }: ProfileTextOptions): string {
  const [head = '', ...rest] = profileNotes(profile).map(visibleText);
  const notes = [head, boundedLines(rest.map((note) => `- ${note}`).join('\n'), MAX_NOTES_CHARS, 'profile fewer columns.')].join('\n');
  const drawn = histograms ? [boundedLines(profile.columns.flatMap(histogramLine).join('\n'), MAX_HISTOGRAMS_CHARS, 'profile fewer columns.')] : [];
  const about = [...warningLines(profile.warnings), typesLine(profile.types), sourcesLine(profile.sources)];
  const room = maxChars - FRAME_CHARS - [notes, ...drawn, ...about].join('\n').length;
  const page = pageText(FIGURES, profile.columns.map((column) => figures(column, profile.rows)), 'csv', room);
  const left = profile.columns.length - page.rows;
  return [notes, ...(left > 0 ? [`${left} columns did not fit: name the columns to profile.`] : []), dataBlock([page.text, ...drawn].join('\n\n'), 'csv'), ...about].join('\n');
}

const NAMES = ['column', 'type', 'nulls', 'distinct', 'min', 'p25', 'median', 'p75', 'max', 'mean', 'most frequent'];
const FIGURES = NAMES.map((name) => ({ name, type: '' }));

function figures({ name, type, nulls, distinct, min, max, mean, quantiles, top }: ColumnProfile, rows: number): JsonRow {
  return [
    name,
    type,
    nulls,
    `${distinct.exact ? '' : '~'}${distinct.count}`,
    ...[min, quantiles?.p25, quantiles?.p50, quantiles?.p75, max, rounded(mean ?? null)].map((value) => shown(value ?? null)),
    top.values.map(({ value, count }) => `${shown(value) ?? 'NULL'} ${((100 * count) / rows).toPrecision(2)}%`).join('; '),
  ];
}

/** A mean has no digits that mean anything beyond these. */
const rounded = (value: CellValue): CellValue => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);

function shown(value: CellValue): string | number | null {
  if (typeof value === 'number') return value;
  return value === null ? null : cutText(visibleText(String(value)).replace(/ 00:00:00(\+00)?$/, ''), MAX_VALUE_CHARS);
}

function histogramLine({ name, histogram }: ColumnProfile): string[] {
  if (histogram === undefined || histogram.bins.length === 0) return [];
  return [`${visibleText(name)}: ${histogram.bins.map(({ from, to, count }) => `${String(shown(from))}..${String(shown(to))} ${count}`).join(', ')}`];
}
