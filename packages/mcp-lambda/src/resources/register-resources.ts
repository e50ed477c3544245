import { ResourceTemplate, type McpServer } from '@modelcontextprotocol/server';
import { completeUri } from '../completion/complete-uri.js';
import { inspectSources } from '../inspection/inspect-sources.js';
import { withAdvice } from '../tool/error-advice.js';
import { describeFailure } from '../tool/tool-error.js';
import type { Services } from '../tool/tool.js';
import { DATA_NOTE } from '../text/data-note.js';
import { catalogText } from './catalog.js';
import { APP_META, APP_MIME_TYPE, readResultApp, RESULT_APP } from './result-app.js';

const PREVIEW_ROWS = 20;
const TEXT = 'text/plain';

/** What a host can show, or give to a model, without calling a tool. */
export function registerResources(server: McpServer, services: Services): void {
  server.registerResource('catalog', 'csv://catalog', { title: 'Files that can be read', description: 'uri, size and time of each file under the folders and S3 prefixes that this server may read', mimeType: 'text/csv' }, async ({ href }) => ({
    contents: [{ uri: href, mimeType: 'text/csv', text: await catalogText(services) }],
  }));
  server.registerResource('limits', 'csv://limits', { title: 'Limits', description: 'Every limit of this server, as JSON', mimeType: 'application/json' }, ({ href }) => ({
    contents: [{ uri: href, mimeType: 'application/json', text: JSON.stringify({ answers: services.limits, engine: services.engine.limits, mayRead: services.places }, undefined, 2) }],
  }));
  server.registerResource('result', RESULT_APP, { title: 'Result', description: 'Shows a result as a table and a chart', mimeType: APP_MIME_TYPE, _meta: APP_META }, async ({ href }) => ({
    contents: [{ uri: href, mimeType: APP_MIME_TYPE, text: await readResultApp(), _meta: APP_META }],
  }));
  const template = new ResourceTemplate('csv://preview/{+uri}', { list: undefined, complete: { uri: (typed) => completeUri(typed, services) } });
  server.registerResource('preview', template, { title: 'Preview of a file', description: `Dialect, columns and the first ${PREVIEW_ROWS} rows of a file: csv://preview/s3://bucket/orders.csv`, mimeType: TEXT }, async ({ href }, { uri }, { mcpReq }) => ({
    contents: [{ uri: href, mimeType: TEXT, text: await previewText(decodeURIComponent(String(uri)), services, mcpReq.signal) }],
  }));
}

/** A resource has no way to say that it failed: its text does, as a tool's would. */
async function previewText(source: string, services: Services, signal: AbortSignal): Promise<string> {
  try {
    const text = await inspectSources({ source, sampleRows: PREVIEW_ROWS, verify: false }, { ...services, signal, onProgress: () => {} });
    return `${DATA_NOTE}\n${text}`;
  } catch (error) {
    return describeFailure(await withAdvice(error, services)).text;
  }
}
