import { describeFile, groupBySchema, quoteIdentifier, type Answer, type Inspected, type InspectOptions } from '@sluice/engine';
import { z } from 'zod';
import { inspectionText } from '../inspection/inspection-text.js';
import { pageText } from '../result/page-text.js';
import { dataBlock } from '../text/block.js';
import { warningLines } from '../text/facts.js';
import * as inputs from '../tool/inputs.js';
import { defineTool, READ_ONLY, type ToolCall } from '../tool/tool.js';
import { readingInput, readingOptions } from '../inspection/reading-input.js';

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
  async run({ source, reading, sample_rows: sampleRows, verify, timeout_s: seconds }, call) {
    const options = { ...readingOptions(reading), signal: call.signal, ...(seconds === undefined ? {} : { timeoutMs: seconds * 1000 }) };
    const files: Inspected[] = [];
    for (const uri of [source].flat()) files.push(...(await call.engine.inspect(uri, options)));
    const described = inspectionText(files.map(describeFile), groupBySchema(files));
    const ask = { tables: { t: source }, reading: readingOptions(reading) };
    const verified = verify ? [await verifiedText(files, ask, call)] : [];
    const sample = sampleRows > 0 ? [await sampleText(sampleRows, ask, call)] : [];
    return [described, ...verified, ...sample].join('\n');
  },
});

interface Ask {
  readonly tables: Readonly<Record<string, string | readonly string[]>>;
  readonly reading: InspectOptions;
}

async function sampleText(rows: number, ask: Ask, { engine, signal, limits }: ToolCall): Promise<string> {
  const answer = await engine.query(`FROM t LIMIT ${rows}`, { ...ask, signal, types: 'sampled', limits: { maxCellChars: limits.maxCellChars } });
  const page = pageText(answer.columns, answer.rows, 'csv', limits.maxChars / 4);
  return `First ${page.rows === 1 ? 'row' : `${page.rows} rows`}:\n${dataBlock(page.text, 'csv')}`;
}

/** Columns that are checked in one scan: each takes memory for its checks. */
const COLUMNS_AT_ONCE = 200;

/** The greatest of a column's values needs every one of them, in its type. */
async function verifiedText(files: readonly Inspected[], ask: Ask, { engine, signal, onProgress }: ToolCall): Promise<string> {
  const names = [...new Set(files.flatMap((file) => file.reading.columns.map(({ name }) => name)))];
  const answers: Answer[] = [];
  for (let first = 0; first < names.length; first += COLUMNS_AT_ONCE) {
    const checked = names.slice(first, first + COLUMNS_AT_ONCE).map((name) => `max(${quoteIdentifier(name)})`);
    answers.push(await engine.query(`SELECT count(*), ${checked.join(', ')} FROM t`, { ...ask, signal, onProgress, types: 'verified' }));
  }
  const warnings = new Map(answers.flatMap((answer) => answer.warnings).map((warning) => [warning.message, warning]));
  return [`Verified: all ${Number(answers[0]?.rows[0]?.[0]).toLocaleString('en-US')} rows were read, and every value against its column's type.`, ...warningLines([...warnings.values()])].join('\n');
}
