import { EngineError } from '../errors.js';
import type { Answer } from '../result/answer.js';
import { cellText } from '../result/formats/cell-text.js';
import { barChart, type ChartOptions } from './bar-chart.js';

const NUMERIC = /INT|DOUBLE|FLOAT|DECIMAL/;

/** Draws an answer as bars: its first column labels them, its first number after that is their length. */
export function chartAnswer({ columns, rows }: Answer, options: ChartOptions): string {
  const value = columns.findIndex(({ type }, index) => index > 0 && NUMERIC.test(type));
  if (value < 0) {
    throw new EngineError('USAGE', 'A chart needs a column of labels and a column of numbers after it', {
      hint: 'For example: SELECT weather, count(*) FROM … GROUP BY weather',
    });
  }
  const points = rows.map((row) => ({ label: row[0] === null || row[0] === undefined ? 'NULL' : cellText(row[0]), value: Number(row[value] ?? 0) }));
  return barChart(points, options);
}
