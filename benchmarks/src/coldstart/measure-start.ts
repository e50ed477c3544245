import { LambdaEnvironment, type LambdaOptions } from '@sluice/testing';
import type { ControlGroup } from './control-group.js';

/** Milliseconds from the start of the process. */
export interface ColdStart {
  /** Until the runtime asks for an event. */
  readonly initMs: number;
  /** Until the answer to the first event is there, whole. */
  readonly answerMs: number;
}

export interface ColdContestant {
  readonly name: string;
  readonly options: LambdaOptions;
  readonly event: object;
  /** Throws unless the answer is right. */
  readonly check: (answer: string) => void;
}

/** Starts an environment, asks it one thing, and ends it. */
export async function measureStart({ options, event, check, name }: ColdContestant, group: ControlGroup): Promise<ColdStart> {
  await using environment = await LambdaEnvironment.start({ ...options, launcher: group.launcher });
  await environment.ready;
  const initMs = performance.now() - environment.startedAt;
  const outcome = await environment.invoke(event);
  if (outcome.kind === 'error') throw new Error(`${name} failed: ${outcome.error}`);
  const chunks: Buffer[] = [];
  for await (const chunk of outcome.body) chunks.push(chunk as Buffer);
  const answerMs = performance.now() - environment.startedAt;
  check(Buffer.concat(chunks).toString('utf8'));
  return { initMs, answerMs };
}
