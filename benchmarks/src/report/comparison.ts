import { BASE, SLUICE } from '../contestants/names.js';
import { median, ratioOf } from '../measure/statistics.js';
import type { Row } from '../race/result.js';
import { ratioText, secondsText } from './figures.js';
import { table } from './markdown.js';
import type { Report } from './report.js';

/** Head beside base, both from the same rounds; undefined where no base was measured. */
export function renderComparison({ rows }: Report): string | undefined {
  const cells = rows.flatMap(compareRow);
  if (cells.length === 0) return undefined;
  const note = 'Types sampled, interleaved rounds on one machine. A ratio above 1 means that this change is slower.';
  return `### Benchmark\n\n${table(['case', 'head', 'base', 'head ÷ base'], cells)}\n\n${note}\n`;
}

function compareRow({ title, results }: Row): string[][] {
  const [head, base] = [SLUICE, BASE].map((name) => results.find(({ contestant }) => contestant === name));
  if (head === undefined || base === undefined) return [];
  return [[title, secondsText(median(head.ms)), secondsText(median(base.ms)), ratioText(ratioOf(head.ms, base.ms))]];
}
