import { z } from 'zod';
import { RESULT_APP } from '../resources/result-app.js';
import { answerText, cursorAt, dryRunText } from '../result/answer-text.js';
import { ROW_FORMATS } from '../result/page-text.js';
import { readRows } from '../result/read-rows.js';
import { ToolError } from '../tool/tool-error.js';
import { defineTool, READ_ONLY, type ToolCall } from '../tool/tool.js';
import * as inputs from '../tool/inputs.js';

const MAX_ROWS = 10_000;

const input = z.strictObject({
  sql: inputs.sql.optional(),
  tables: inputs.tables.optional(),
  params: inputs.params.optional(),
  max_rows: z.number().int().min(1).max(MAX_ROWS).optional().describe('Rows of this page (default: 200); fewer when their text gets long'),
  format: z.enum(ROW_FORMATS).default('csv').describe('csv takes the fewest tokens and keeps every digit; markdown to show to people; json for programs'),
  bad_rows: z
    .enum(['error', 'skip', 'only'])
    .optional()
    .describe('Rows that do not fit their table (too many fields, broken quotes): fail (default), leave them out and count them, or ask over them alone'),
  engine: z
    .enum(['auto', 'duckdb', 'databricks'])
    .default('auto')
    .describe('Who answers: DuckDB in this server, the Databricks warehouse that it may be configured with (which costs), or (default) that one only what would be too much here, or names its tables: FROM catalog.schema.table'),
  dialect: z.enum(['duckdb', 'databricks']).default('duckdb').describe('Whose SQL sql is in; that of Databricks is sent to the warehouse as it is, and can only read'),
  dry_run: z.boolean().default(false).describe('Say what the question would read and about how long it takes, and read nothing but samples'),
  timeout_s: inputs.timeoutSeconds.optional(),
  cursor: inputs.cursor.optional().describe('The next page of an earlier result, copied exactly. Give it alone; give sql and tables besides only when asked to'),
});

type QueryInput = z.output<typeof input>;

export const query = defineTool({
  name: 'query',
  title: 'Query CSV files with SQL',
  description:
    'Answers one SELECT in DuckDB SQL over CSV files (also .gz, .zst, .tsv), Parquet and Delta tables where they lie, on disk or in S3. Let SQL count, filter, group and join; do not page through rows to do so. ' +
    'Gives columns with types, a page of rows, whether more exist (with a cursor), the files and versions read, whether types were checked, and warnings about the data. ' +
    'Values that a question only shows are as the file writes them; what it computes with has its type. Use inspect first when you do not know the columns.',
  input,
  app: RESULT_APP,
  annotations: READ_ONLY,
  async run(args, call) {
    const { format, max_rows: maxRows = call.limits.pageRows, cursor } = args;
    if (args.dry_run) return await dryRun(args, call);
    const tools = { ...call, call: callOptions(args, call) };
    const found = await readRows({ question: questionOf(args), cursor, rows: maxRows }, tools);
    const text = answerText(found, { format, maxRows, limits: call.limits });
    // The app reads the same kept rows from their beginning, as data.
    return found.result.rows.count === 0 ? text : { text, meta: { 'sluice/cursor': cursorAt(found.result, 0) } };
  },
});

const callOptions = ({ timeout_s: seconds }: QueryInput, { signal, onProgress }: ToolCall) => ({
  signal,
  onProgress,
  ...(seconds === undefined ? {} : { timeoutMs: seconds * 1000 }),
});

const questionOf = ({ sql, tables, params, bad_rows: badRows, engine, dialect }: QueryInput) => (sql === undefined ? undefined : { sql, tables, params, badRows, engine, dialect });

async function dryRun(args: QueryInput, call: ToolCall): Promise<string> {
  const { sql, tables, params, engine, dialect } = args;
  if (sql === undefined) throw new ToolError('INPUT', 'A dry run needs sql', 'Give sql, without a cursor.');
  return dryRunText(await call.engine.query(sql, { ...callOptions(args, call), dryRun: true, engine, dialect, ...(tables && { tables }), ...(params && { params }) }));
}
