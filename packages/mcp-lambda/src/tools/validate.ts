import { formatCount, formatRecords, parseTableSchema, reportRecords } from '@sluice/engine';
import { z } from 'zod';
import { checkInput, toCheck } from '../report/checks-input.js';
import { dataBlock } from '../text/block.js';
import { boundedLines } from '../text/bounded.js';
import { sourcesLine, warningLines } from '../text/facts.js';
import * as inputs from '../tool/inputs.js';
import { defineTool, READ_ONLY } from '../tool/tool.js';

const MAX_SAMPLES = 100;
const FRAME_CHARS = 500;

const input = z.strictObject({
  source: inputs.sources,
  checks: z.array(checkInput).min(1).max(200).optional().describe('e.g. [{"check":"not_null","column":"id"},{"check":"unique","columns":["id"]},{"check":"range","column":"amount","min":0}]'),
  schema: z.record(z.string(), z.unknown()).optional().describe('A Frictionless Table Schema ({"fields":[{"name":"id","type":"integer","constraints":{"required":true}}],"primaryKey":"id"}), whose checks are added'),
  missing: z.array(z.string()).optional().describe('Texts that mean "no value" beside the empty field, e.g. ["NA"]'),
  samples: z.number().int().min(0).max(MAX_SAMPLES).default(5).describe('Bad rows to show for each check'),
  timeout_s: inputs.timeoutSeconds.optional(),
});

export const validate = defineTool({
  name: 'validate',
  title: 'Validate a table',
  description:
    'Holds checks against every row of CSV files: not null, unique, types, ranges, lengths, patterns, sets, foreign keys, row count, columns, or a whole Frictionless Table Schema. ' +
    'Tells for each check whether it passes, how many rows fail, and the first of them with row number (the header is not counted) and value. A missing value fails not_null alone.',
  input,
  annotations: READ_ONLY,
  async run({ source, checks = [], schema, missing = [], samples, timeout_s: seconds }, { engine, signal, onProgress, limits }) {
    const ofSchema = schema === undefined ? { checks: [], missing: [''], warnings: [] } : parseTableSchema(schema);
    const request = { source, checks: [...ofSchema.checks, ...checks.map(toCheck)], missing: [...ofSchema.missing, ...missing], samples };
    const report = await engine.validate(request, { signal, onProgress, ...(seconds !== undefined && { timeoutMs: seconds * 1000 }) });
    const about = [...warningLines([...ofSchema.warnings, ...report.warnings]), sourcesLine(report.sources)];
    const verdict = report.passed ? `Passed: ${formatCount(report.checks.length, 'check')}` : `FAILED: ${report.failedChecks} of ${formatCount(report.checks.length, 'check')}`;
    const room = limits.maxChars - FRAME_CHARS - about.join('\n').length;
    const table = boundedLines(formatRecords(reportRecords(report), 'markdown').trimEnd(), room, 'ask for fewer samples or checks.');
    return [`${verdict}, over ${formatCount(report.rowCount, 'row')}.`, dataBlock(table, 'markdown'), ...about].join('\n');
  },
});
