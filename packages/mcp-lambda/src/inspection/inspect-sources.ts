import { describeFile, groupBySchema, quoteIdentifier, type Answer, type Inspected, type InspectOptions } from '@sluice/engine';
import { pageText } from '../result/page-text.js';
import { dataBlock } from '../text/block.js';
import { warningLines } from '../text/facts.js';
import type { ToolCall } from '../tool/tool.js';
import { inspectionText } from './inspection-text.js';
import { tableText } from './table-text.js';

export interface InspectRequest {
  readonly source: string | readonly string[];
  readonly reading?: InspectOptions;
  readonly sampleRows: number;
  /** Read everything, to check the types. */
  readonly verify: boolean;
  readonly timeoutMs?: number;
}

/** How files are read, and the first of their rows, as text. */
export async function inspectSources({ source, reading = {}, sampleRows, verify, timeoutMs }: InspectRequest, call: ToolCall): Promise<string> {
  const table = typeof source === 'string' ? await call.engine.describeTable(source, { signal: call.signal, ...(timeoutMs !== undefined && { timeoutMs }) }) : undefined;
  if (table !== undefined) return [tableText(table), ...(sampleRows > 0 ? [await sampleText(sampleRows, { tables: { t: source }, reading }, call)] : [])].join('\n');
  const files: Inspected[] = [];
  for (const uri of [source].flat()) files.push(...(await call.engine.inspect(uri, { ...reading, signal: call.signal, ...(timeoutMs !== undefined && { timeoutMs }) })));
  const described = inspectionText(files.map(describeFile), groupBySchema(files));
  const ask = { tables: { t: source }, reading };
  const verified = verify ? [await verifiedText(files, ask, call)] : [];
  const sample = sampleRows > 0 ? [await sampleText(sampleRows, ask, call)] : [];
  return [described, ...verified, ...sample].join('\n');
}

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
