import { median, ratioOf } from '../measure/statistics.js';
import type { ColdStart } from './measure-start.js';

export interface ColdFigures {
  readonly name: string;
  readonly starts: readonly ColdStart[];
}

export interface ColdReport {
  /** What held the processes. */
  readonly group: string;
  readonly node: string;
  readonly figures: readonly ColdFigures[];
}

/** The figures as Markdown: ours first, the others beside it. */
export function renderColdReport({ group, node, figures }: ColdReport): string {
  const [ours] = figures;
  if (ours === undefined) throw new Error('Nothing was measured');
  const rows = figures.map(({ name, starts }) => {
    const init = starts.map(({ initMs }) => initMs);
    const answer = starts.map(({ answerMs }) => answerMs);
    const ratio = ratioOf(ours.starts.map(({ answerMs }) => answerMs), answer);
    return [name, ms(median(init)), ms(median(answer)), ms(Math.min(...answer)), ms(Math.max(...answer)), name === ours.name ? '' : `${ratio.toFixed(2)} of it`];
  });
  const table = [['', 'init, median', 'first answer, median', 'least', 'most', 'ours is'], ['---', '---', '---', '---', '---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `# Cold starts

\`npm run bench:coldstart\` writes this page. Each of ${ours.starts.length} rounds starts every contestant once, in ${group}: AWS's own runtime client, on
Node ${node} and on Python. Times are from the start of the process: until the client asks for an event (its init phase is over), and until the
answer to that event is there and has been checked: five sums over a CSV of 1 MB in a real S3 server on the same machine.

${table.join('\n')}
`;
}

const ms = (value: number): string => `${Math.round(value)} ms`;
