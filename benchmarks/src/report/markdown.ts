import { HTTPFS } from '../contestants/names.js';
import { median } from '../measure/statistics.js';
import { FASTEST } from '../race/judge.js';
import { isReached, type Result, type Verdict } from '../race/result.js';
import { goalText, measuredText, megabytesText, ratioTo, secondsText } from './figures.js';
import type { Report } from './report.js';

/** The figures to reach, and whether they were. */
export function renderFigures(report: Report): string {
  const cells = report.rows.map(({ title, verdicts }) => {
    const goals = verdicts.filter(({ atMost }) => atMost !== undefined);
    return [title, ratioTo(verdicts, HTTPFS), ratioTo(verdicts, FASTEST), lines(goals, goalText), lines(goals, measuredText), lines(goals, reachedText)];
  });
  return `${table(['case', '÷ httpfs', '÷ fastest', 'to reach', 'measured', 'reached'], cells)}\n\n${footnote(report)}\n`;
}

const reachedText = (verdict: Verdict): string => (isReached(verdict) ? 'yes' : '**no**');

const lines = (verdicts: readonly Verdict[], text: (verdict: Verdict) => string): string => verdicts.map(text).join('<br>');

/** What the figures come from. */
export function renderTimes({ rows }: Report): string {
  const cells = rows.flatMap((row) => row.results.map((result, i) => [...(i === 0 ? [row.title, row.measuredAt.slice(0, 10)] : ['', '']), ...measurements(result)]));
  return `${table(['case', 'measured', 'contestant', 'rounds', 'median', 'minimum', 'peak RSS', 'connections'], cells)}\n`;
}

const measurements = ({ contestant, ms, peakRssBytes, connections }: Result): string[] => [
  contestant,
  String(ms.length),
  secondsText(median(ms)),
  secondsText(Math.min(...ms)),
  megabytesText(peakRssBytes),
  connections === 0 ? '' : String(connections),
];

const footnote = ({ machine, versions }: Report): string =>
  `On ${machine}, with ${versions.join(', ')}. A ratio is the median of the ratios within each round.`;

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
