import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFile } from '../package-file.js';
import type { Row } from '../race/result.js';
import { renderComparison } from './comparison.js';
import { renderFigures, renderTimes } from './markdown.js';
import { renderPlot } from './plot.js';
import { replaceBetweenMarkers } from './readme.js';
import type { Report } from './report.js';

/** What an earlier run found, or nothing. */
export async function readRows(set: string, folder = packageFile('results')): Promise<readonly Row[]> {
  const path = join(folder, `${set}.json`);
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Report).rows : [];
}

/** JSON, table and plot of a run; and the comparison where there was a base. */
export async function writeReport(report: Report, folder = packageFile('results')): Promise<void> {
  const path = (ending: string): string => join(folder, `${report.set}.${ending}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path('json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(path('md'), `${renderFigures(report)}\n${renderTimes(report)}`);
  await writeFile(path('svg'), await renderPlot(report));
  const comparison = renderComparison(report);
  if (comparison !== undefined) await writeFile(path('comparison.md'), comparison);
}

/** Puts a run's table and plot into the README. */
export async function writeReadme(report: Report): Promise<void> {
  const readme = packageFile('../README.md');
  const { set: name } = report;
  const plot = `![Median seconds of each contestant, by case](benchmarks/results/${name}.svg)`;
  await writeFile(readme, replaceBetweenMarkers(await readFile(readme, 'utf8'), `${renderFigures(report)}\n${plot}\n\nSeconds, memory and connections of each contestant: [${name}.md](benchmarks/results/${name}.md).`));
}
