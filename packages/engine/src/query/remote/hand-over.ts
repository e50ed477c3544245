import { EngineError, type ErrorCode } from '../../errors.js';
import type { Answer, AnswerWarning } from '../../result/answer.js';

/** What the plan says of a question that is too much for this machine. */
const TOO_MUCH: ReadonlySet<ErrorCode> = new Set(['DEADLINE_UNREACHABLE', 'SCAN_LIMIT', 'TEMP_DISK_LIMIT']);

export interface Roads {
  /** @param handsOver whether to refuse what is expected to take too long, or only what cannot be done in time at best */
  readonly here: (handsOver: boolean) => Promise<Answer>;
  readonly there: (reason: AnswerWarning) => Promise<Answer>;
}

/**
 * Answers here, or there what would be too much here. What cannot be asked there is tried here after all, if there is any chance.
 * @throws EngineError what this machine lacks, and why the other engine cannot help
 */
export async function answerOrHandOver({ here, there }: Roads): Promise<Answer> {
  try {
    return await here(true);
  } catch (error) {
    if (!(error instanceof EngineError) || !TOO_MUCH.has(error.code)) throw error;
    return await handOver(error, { here, there });
  }
}

async function handOver({ message }: EngineError, { here, there }: Roads): Promise<Answer> {
  try {
    return await there({ code: 'HANDED_OVER', message: `Databricks answered, as this machine would not: ${message}` });
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'REMOTE_UNSUPPORTED') throw error;
    return await hereAfterAll(here, error);
  }
}

async function hereAfterAll(here: Roads['here'], refusal: EngineError): Promise<Answer> {
  try {
    const answer = await here(false);
    return { ...answer, warnings: [{ code: 'NOT_HANDED_OVER', message: `It may take longer than there is time. ${refusal.message}` }, ...answer.warnings] };
  } catch (error) {
    if (!(error instanceof EngineError) || !TOO_MUCH.has(error.code)) throw error;
    throw new EngineError(error.code, `${error.message}. Databricks was not asked: ${refusal.message}`, { hint: [error.hint, refusal.hint].filter(Boolean).join(' Or: '), cause: error });
  }
}
