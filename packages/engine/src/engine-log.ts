import type { Answer } from './result/answer.js';

/** The part of a pino logger that the engine uses. */
export interface EngineLogger {
  info(fields: object, message: string): void;
}

export function logged(answer: Answer, logger: EngineLogger | undefined): Answer {
  const { road, bytesRead, rowCount, ms } = answer;
  logger?.info({ road, bytesRead, rowCount, ms, sources: answer.sources.length }, 'answered');
  return answer;
}
