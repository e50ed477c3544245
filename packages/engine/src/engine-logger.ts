import type { Answer } from './result/answer.js';

/** The part of a pino logger that the engine uses. */
export interface EngineLogger {
  info(fields: AnsweredFields, message: 'answered'): void;
}

/** What is told of an answer. */
export interface AnsweredFields extends Pick<Answer, 'road' | 'bytesRead' | 'rowCount' | 'truncated' | 'ms'> {
  /** Objects that were read. */
  readonly sources: number;
}

export function logged(answer: Answer, logger: EngineLogger | undefined): Answer {
  const { road, bytesRead, rowCount, truncated, ms } = answer;
  logger?.info({ road, bytesRead, rowCount, truncated, ms, sources: answer.sources.length }, 'answered');
  return answer;
}
