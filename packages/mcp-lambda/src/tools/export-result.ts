import { FILE_FORMATS, formatBytes, formatCount, type FileFormat } from '@sluice/engine';
import { z } from 'zod';
import { digestFile, uniqueName } from '../export/exported-file.js';
import { versionId } from '../result/cursor.js';
import { dataChanged, findQuestion } from '../result/read-rows.js';
import { sourcesLine, warningLines } from '../text/facts.js';
import * as inputs from '../tool/inputs.js';
import { defineTool } from '../tool/tool.js';
import { ToolError } from '../tool/tool-error.js';

const MIME_TYPES: Readonly<Record<FileFormat, string>> = { csv: 'text/csv', parquet: 'application/vnd.apache.parquet', jsonl: 'application/x-ndjson' };

const input = z.strictObject({
  sql: inputs.sql.optional(),
  tables: inputs.tables.optional(),
  params: inputs.params.optional(),
  cursor: inputs.cursor.optional().describe('Of an earlier query, instead of sql: its whole result is written, over the same versions of the files'),
  format: z.enum(FILE_FORMATS).default('csv').describe('csv, parquet, or jsonl (an object a line)'),
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$/, 'use letters, digits, blanks, points, - and _, at most 80')
    .default('result')
    .describe('What to call the file, without its ending; a few characters are added so that no other is overwritten'),
  timeout_s: inputs.timeoutSeconds.optional(),
});

export const exportResult = defineTool({
  name: 'export_result',
  title: 'Export a result to a file',
  description:
    'Writes the whole result of a query, however many rows, to a file in the one place that this server may write to, and gives a link, rows, bytes and SHA-256. ' +
    'Use it when someone wants the data itself, or a result is too long to read here.',
  input,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  isOffered: ({ exportTo }) => exportTo !== undefined,
  async run({ sql, tables, params, cursor, format, name, timeout_s: seconds }, { engine, store, signal, onProgress, exportTo }) {
    if (exportTo === undefined) throw new ToolError('EXPORT_FAILED', 'This server may write nowhere', 'Read the result with query instead.');
    const { asked, version } = findQuestion({ question: sql === undefined ? undefined : { sql, tables, params }, cursor }, store);
    const options = { format, signal, onProgress, ...(seconds !== undefined && { timeoutMs: seconds * 1000 }), ...(asked.tables && { tables: asked.tables }), ...(asked.params && { params: asked.params }), ...(asked.badRows && { badRows: asked.badRows }) };
    return await engine.writeRows(asked.sql, options, async ({ path, answer }) => {
      if (version !== undefined && versionId(answer.sources) !== version) throw dataChanged();
      const { bytes, sha256 } = await digestFile(path, signal);
      const file = { path, name: uniqueName(name, format), mimeType: MIME_TYPES[format] };
      const { uri, link, linkExpires } = await exportTo.save(file, signal);
      const expires = linkExpires === undefined ? '' : ` The link works until ${linkExpires.toISOString().slice(0, 19)}Z.`;
      const text = [`Wrote ${formatCount(answer.rowCount, 'row')}, ${formatBytes(bytes)} (${bytes} bytes) as ${format} to ${uri}.${expires}`, `SHA-256: ${sha256}`, ...warningLines(answer.warnings), sourcesLine(answer.sources)];
      return [{ type: 'text', text: text.join('\n') }, { type: 'resource_link', uri: link, name: file.name, mimeType: file.mimeType, size: bytes }];
    });
  },
});
