import { z } from 'zod';
import { profileText } from '../report/profile-text.js';
import * as inputs from '../tool/inputs.js';
import { defineTool, READ_ONLY } from '../tool/tool.js';

const TOP = 5;
const MAX_TOP = 50;
const MAX_BINS = 100;

const input = z.strictObject({
  source: inputs.sources,
  columns: z.array(z.string().min(1)).optional().describe('Only these columns (default: all)'),
  where: z.string().min(1).optional().describe("An SQL condition: only rows for which it holds, e.g. amount > 0 AND day >= DATE '2026-01-01'"),
  top_k: z.number().int().min(1).max(MAX_TOP).default(TOP).describe('Most frequent values to list for each column'),
  bins: z.number().int().min(2).max(MAX_BINS).optional().describe('Give histograms of numbers and dates too, with at most so many bins'),
  timeout_s: inputs.timeoutSeconds.optional(),
});

export const profile = defineTool({
  name: 'profile',
  title: 'Profile a table',
  description:
    'Summarizes each column of CSV files over all their rows: missing and distinct values, least, greatest, quartiles, mean, most frequent values, histograms, outliers, texts that may mean missing; ' +
    'and of the whole table: rows, duplicate rows, candidate keys. Use it to learn what the data is like, or to audit its quality; for one figure, query is cheaper.',
  input,
  annotations: READ_ONLY,
  async run({ source, columns, where, top_k: topK, bins, timeout_s: seconds }, { engine, signal, onProgress, limits }) {
    const request = { source, topK, ...(columns && { columns }), ...(where !== undefined && { where }), ...(bins !== undefined && { bins }) };
    const found = await engine.profile(request, { signal, onProgress, ...(seconds !== undefined && { timeoutMs: seconds * 1000 }) });
    return profileText(found, { maxChars: limits.maxChars, histograms: bins !== undefined });
  },
});
