import { formatCount } from '@sluice/engine';
import { z } from 'zod';
import { chartOf, CHART_KINDS } from '../chart/chart-spec.js';
import { renderPng } from '../chart/render-png.js';
import { pageText } from '../result/page-text.js';
import { readAllRows } from '../result/read-rows.js';
import { dataBlock } from '../text/block.js';
import { sourcesLine, warningLines } from '../text/facts.js';
import * as inputs from '../tool/inputs.js';
import { defineTool, READ_ONLY } from '../tool/tool.js';

const MAX_ROWS = 5_000;
const MAX_DATA_ROWS = 15;
const MAX_DATA_CHARS = 1_500;

const input = z.strictObject({
  sql: inputs.sql.optional(),
  tables: inputs.tables.optional(),
  params: inputs.params.optional(),
  cursor: inputs.cursor.optional().describe('Of an earlier query, instead of sql: its whole result is drawn'),
  kind: z.enum(CHART_KINDS).describe('bar compares categories; line and area follow time; point shows two numbers against each other; histogram counts the values of x'),
  x: z.string().min(1).describe('Column of the horizontal axis: categories, dates or numbers'),
  y: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional().describe('Column of numbers, or several, each drawn as a series; none for a histogram'),
  series: z.string().min(1).optional().describe('Column whose values become series, each in its color'),
  title: z.string().max(200).optional().describe('Above the chart'),
  timeout_s: inputs.timeoutSeconds.optional(),
});

export const chart = defineTool({
  name: 'chart',
  title: 'Draw a chart',
  description:
    'Draws the result of a query as a chart: a PNG image, its Vega-Lite specification, and the first rows behind it. Let SQL group and aggregate first: at most 5,000 rows, 100 categories and 20 series can be drawn. ' +
    'Rows are drawn in the order that the SQL gives them.',
  input,
  annotations: READ_ONLY,
  async run({ sql, tables, params, cursor, kind, x, y = [], series, title, timeout_s: seconds }, call) {
    const { signal, onProgress } = call;
    const question = sql === undefined ? undefined : { sql, tables, params };
    const result = await readAllRows({ question, cursor }, MAX_ROWS, { ...call, call: { signal, onProgress, ...(seconds !== undefined && { timeoutMs: seconds * 1000 }) } });
    const { columns, warnings, sources } = result.facts;
    const rows = result.rows.slice(0, MAX_ROWS);
    const drawn = chartOf(columns, rows, { kind, x, y: [y].flat(), series, title });
    const png = await renderPng(drawn);
    const used = columns.flatMap(({ name }, i) => (drawn.columns.includes(name) ? [i] : []));
    const data = pageText(drawn.columns.map((name) => ({ name, type: '' })), rows.slice(0, MAX_DATA_ROWS).map((row) => used.map((i) => row[i] ?? null)), 'csv', MAX_DATA_CHARS);
    const shown = data.rows < rows.length ? `, of which the first ${data.rows} are` : '';
    const text = [`A ${kind} chart of ${formatCount(rows.length, 'row')}${shown}:`, dataBlock(data.text, 'csv'), 'Specification, with x, y and series for the columns:', dataBlock(JSON.stringify(drawn.spec), 'json'), ...warningLines(warnings), sourcesLine(sources)];
    return [{ type: 'text', text: text.join('\n') }, { type: 'image', data: png.toString('base64'), mimeType: 'image/png' }];
  },
});
