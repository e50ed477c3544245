import type { Answer } from '../answer.js';

/** The whole answer as one JSON object on one line; the keys are a contract with scripts. */
export function formatJson(answer: Answer): string {
  const { columns, rows, rowCount, truncated, truncation, sources, tables, types, warnings, badRows, bytesRead, road, remote, dryRun, ms } = answer;
  const document = {
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows,
    rowCount,
    truncated,
    truncation,
    sources: sources.map(({ uri, etag, bytes, dialect, table }) => ({ uri, etag, bytes, dialect, table })),
    tables,
    types,
    warnings: warnings.map(({ code, message }) => ({ code, message })),
    badRows,
    bytesRead,
    road,
    remote,
    dryRun,
    ms,
  };
  return `${JSON.stringify(document)}\n`;
}
