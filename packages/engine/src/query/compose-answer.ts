import type { Inspected } from '../inspect/inspected.js';
import type { Answer, AnswerWarning, SourceUsed } from '../result/answer.js';
import type { StatementResult } from './run-statement.js';

export interface Measured {
  /** Of sources that were streamed, samples included. */
  readonly bytesRead: number;
  readonly ms: Readonly<Record<string, number>>;
}

/** Rows and everything that lets a reader judge them. */
export function composeAnswer({ used, road, ...rows }: StatementResult, { bytesRead, ms }: Measured): Answer {
  const files = used.flatMap((part) => part.files);
  const direct = used.filter((part) => part.direct).flatMap((part) => part.files);
  return {
    ...rows,
    sources: files.map(sourceUsed),
    types: 'sampled',
    warnings: files.flatMap(warningsOf),
    bytesRead: bytesRead + direct.reduce((sum, { source }) => sum + source.size, 0),
    road,
    ms,
  };
}

const sourceUsed = ({ source, reading }: Inspected): SourceUsed => ({
  uri: source.uri,
  etag: source.etag,
  bytes: source.size,
  dialect: reading.dialect,
});

const warningsOf = ({ source, reading }: Inspected): AnswerWarning[] =>
  reading.warnings.map(({ code, message }) => ({ code, message: `${source.uri}: ${message}` }));
