import { formatCompare, verdictLine, visibleText } from '@sluice/engine';
import { z } from 'zod';
import { dataBlock } from '../text/block.js';
import { boundedLines } from '../text/bounded.js';
import { sourcesLine, warningLines } from '../text/facts.js';
import * as inputs from '../tool/inputs.js';
import { defineTool, READ_ONLY } from '../tool/tool.js';

const MAX_SAMPLES = 100;
const FRAME_CHARS = 500;

const input = z.strictObject({
  left: inputs.source.describe('What was: a file, or a glob that stands for one table'),
  right: inputs.source.describe('What is: the same'),
  key: z.array(z.string().min(1)).optional().describe('Columns that together tell a row, e.g. ["order_id"]; needed to compare rows. Without it the error names columns that could be one'),
  ignore: z.array(z.string().min(1)).optional().describe('Columns to leave out, e.g. ["loaded_at"]'),
  tolerance: z.number().min(0).optional().describe('Numbers that differ by no more count as equal, e.g. 0.005'),
  mode: z.enum(['schema', 'rows', 'all']).default('all').describe('schema compares columns from samples only, rows the rows by key, all both'),
  samples: z.number().int().min(0).max(MAX_SAMPLES).default(5).describe('Examples of each kind of difference'),
  timeout_s: inputs.timeoutSeconds.optional(),
});

export const compare = defineTool({
  name: 'compare',
  title: 'Compare two tables',
  description:
    'Tells how two files, or two versions of one or of a Delta table, differ: columns only on one side or of another type, and rows added, removed and changed by key, counted exactly, by column, with examples. ' +
    'Values are compared by value (1.50 equals 1.5). Rows with a missing or repeated key are counted and not compared.',
  input,
  annotations: READ_ONLY,
  async run({ timeout_s: seconds, tolerance, ...request }, { engine, signal, onProgress, limits }) {
    const asked = { ...request, key: request.key ?? [], ignore: request.ignore ?? [], tolerance: tolerance ?? 0 };
    const report = await engine.compare(asked, { signal, onProgress, ...(seconds !== undefined && { timeoutMs: seconds * 1000 }) });
    const about = [...warningLines(report.warnings), sourcesLine(report.sources)];
    // Its first line is the verdict, which stands above the block.
    const sections = formatCompare(report, 'markdown').split('\n').slice(1).join('\n').trim();
    const room = limits.maxChars - FRAME_CHARS - about.join('\n').length;
    return [visibleText(verdictLine(report)), ...(sections === '' ? [] : [dataBlock(boundedLines(sections, room, 'ask for fewer samples.'), 'markdown')]), ...about].join('\n');
  },
});
