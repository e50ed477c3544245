import type { Answer, JsonValue } from '../answer.js';
import { formatAnswer, type Format, type FormatOptions } from './format-answer.js';

export type FlatRecord = Readonly<Record<string, JsonValue>>;

/** A list of things that all have the same properties, as text in any format; JSON gives one array of objects. */
export function formatRecords(records: readonly FlatRecord[], format: Format, options: FormatOptions = {}): string {
  if (format === 'json') return `${JSON.stringify(records, undefined, 2)}\n`;
  // What the rows are, their reader knows: columns, files, checks.
  return formatAnswer(asAnswer(records), format, { footer: false, ...options });
}

function asAnswer(records: readonly FlatRecord[]): Answer {
  const names = Object.keys(records[0] ?? {});
  const columns = names.map((name) => ({ name, type: typeof records[0]?.[name] === 'number' ? 'DOUBLE' : 'VARCHAR' }));
  return {
    columns,
    rows: records.map((record) => names.map((name) => record[name] ?? null)),
    rowCount: records.length,
    truncated: false,
    sources: [],
    types: { trust: 'verified', columns: [] },
    warnings: [],
    bytesRead: 0,
    road: 'direct',
    ms: {},
  };
}
