import type { Answer } from '../answer.js';
import { formatCsv, type CsvOptions } from './csv.js';
import { formatJson } from './json.js';
import { formatJsonl } from './jsonl.js';
import { formatMarkdown } from './markdown.js';
import { formatTable, type TableOptions } from './table.js';

export type FormatOptions = CsvOptions & TableOptions;

export type Format = 'table' | 'csv' | 'json' | 'jsonl' | 'markdown';

const FORMATS: Readonly<Record<Format, (answer: Answer, options: FormatOptions) => string>> = {
  table: formatTable,
  csv: formatCsv,
  json: formatJson,
  jsonl: formatJsonl,
  markdown: formatMarkdown,
};

/** The formats' names, for option lists and messages. */
export const FORMAT_NAMES = Object.keys(FORMATS) as readonly Format[];

/**
 * An answer as text that ends in a newline. `table` and `markdown` are to look at; the others are exact. `csv` and
 * `jsonl` hold rows only: whoever writes them says beside them that an answer is truncated.
 */
export function formatAnswer(answer: Answer, format: Format, options: FormatOptions = {}): string {
  return FORMATS[format](answer, options);
}
