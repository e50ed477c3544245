import { formatBytes, formatCount, type JsonRow, type ListedObject } from '@sluice/engine';
import { z } from 'zod';
import { pageText } from '../result/page-text.js';
import { dataBlock } from '../text/block.js';
import { allowedText } from '../tool/error-advice.js';
import { ToolError } from '../tool/tool-error.js';
import { defineTool, READ_ONLY } from '../tool/tool.js';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
const FRAME_CHARS = 1_500;

const input = z.strictObject({
  pattern: z.string().min(1).describe("A glob ('data/*.csv', 's3://bucket/2026/**/*.csv.gz'; ** crosses folders), or a folder that ends in / ('s3://bucket/orders/'); of a Delta table, the files of its version ('s3://bucket/table/', 's3://bucket/table@v7')"),
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT).describe('Files of this page'),
  cursor: z.string().optional().describe('The last uri of the page before, to continue after it'),
});

export const listFiles = defineTool({
  name: 'list_files',
  title: 'List files',
  description: 'Lists the files that a glob or folder stands for, on disk or in S3: uri, size, modification time, ETag and compression, sorted by uri. Use the uris in inspect, query and the other tools.',
  input,
  annotations: READ_ONLY,
  async run({ pattern, limit, cursor = '' }, { engine, signal, places, limits }) {
    const all = (await engine.listFiles(pattern, { signal })).sort(byUri);
    if (all.length === 0) throw new ToolError('SOURCE_NOT_FOUND', `Nothing matches ${pattern}`, `Check the pattern: * stays within a folder, ** crosses folders. ${allowedText(places)}`);
    const rest = all.filter(({ uri }) => uri > cursor);
    const page = pageText(COLUMNS, rest.slice(0, limit).map(row), 'csv', limits.maxChars - FRAME_CHARS);
    const bytes = all.reduce((sum, { size }) => sum + size, 0);
    return `${formatCount(page.rows, 'file')} of ${all.length.toLocaleString('en-US')}, ${formatBytes(bytes)} in all.${moreText(rest, page.rows)}\n${dataBlock(page.text, 'csv')}`;
  },
});

const byUri = (a: ListedObject, b: ListedObject): number => (a.uri < b.uri ? -1 : 1);

function moreText(rest: readonly ListedObject[], shown: number): string {
  const last = rest[shown - 1];
  return last === undefined || shown === rest.length ? '' : ` For more call list_files with the same pattern and cursor ${JSON.stringify(last.uri)}.`;
}

const COLUMNS = ['uri', 'bytes', 'modified', 'etag', 'compression'].map((name) => ({ name, type: '' }));

const row = ({ uri, size, modified, etag }: ListedObject): JsonRow => [uri, size, `${modified.toISOString().slice(0, 19)}Z`, etag.replaceAll('"', ''), compressionOf(uri)];

/** By its name, as a listing has nothing else; inspect looks at the bytes. */
function compressionOf(uri: string): string | null {
  if (/\.(gz|gzip)$/i.test(uri)) return 'gzip';
  return /\.(zst|zstd)$/i.test(uri) ? 'zstd' : null;
}
