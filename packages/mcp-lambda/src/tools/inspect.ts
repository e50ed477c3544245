import { z } from 'zod';
import { inspectSources } from '../inspection/inspect-sources.js';
import { readingInput, readingOptions } from '../inspection/reading-input.js';
import * as inputs from '../tool/inputs.js';
import { defineTool, READ_ONLY } from '../tool/tool.js';

const MAX_SAMPLE_ROWS = 50;

const input = z.strictObject({
  source: inputs.sources,
  reading: readingInput.optional(),
  sample_rows: z.number().int().min(0).max(MAX_SAMPLE_ROWS).default(3).describe('First rows to show'),
  verify: z.boolean().default(false).describe('Check the types against every value and count the rows exactly, which reads the whole source; otherwise samples are read'),
  timeout_s: inputs.timeoutSeconds.optional(),
});

export const inspect = defineTool({
  name: 'inspect',
  title: 'Inspect CSV files',
  description:
    'Tells how CSV files are read, from samples of their head, middle and end: delimiter, quotes, header, encoding, columns with types and examples, row count, warnings about what looks odd, and a FROM clause ready for query. ' +
    'For a glob or list it groups the files by their columns, which shows where a schema changed. Call it before the first query of a file.',
  input,
  annotations: READ_ONLY,
  run: ({ source, reading, sample_rows: sampleRows, verify, timeout_s: seconds }, call) =>
    inspectSources({ source, reading: readingOptions(reading), sampleRows, verify, ...(seconds !== undefined && { timeoutMs: seconds * 1000 }) }, call),
});
