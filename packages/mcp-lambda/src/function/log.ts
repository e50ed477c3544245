import type { EngineLogger } from '@sluice/engine';
import { pino, stdTimeFunctions, type DestinationStream } from 'pino';
import type { Log } from '../tool/tool.js';
import type { LambdaConfig } from './config.js';
import { currentInvocation, type Invocation } from './invocation.js';
import { metricLines } from './metrics.js';

/** The function's log: JSON lines with the id of the request that they are about. */
export interface LambdaLog extends Log {
  /** Tells of answers, and counts them. */
  readonly engine: EngineLogger;
  /** Logged only where queries may be. */
  query(sql: string): void;
  metrics(invocation: Invocation, ms: number): void;
}

const STDOUT = 1;

/** @param destination where lines go. @default stdout, without waiting: what Lambda freezes is written already */
export function createLambdaLog({ logLevel, logQueries, functionName }: LambdaConfig, destination: DestinationStream = pino.destination({ fd: STDOUT, sync: true })): LambdaLog {
  const logger = pino(
    {
      level: logLevel,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      mixin: () => ({ requestId: currentInvocation()?.requestId }),
      serializers: { error: (error: unknown) => describeError(error, logQueries) },
    },
    destination,
  );
  return {
    info: (fields, message) => logger.info(fields, message),
    error(fields, message) {
      if ('code' in fields && typeof fields.code === 'string') currentInvocation()?.errors.push(fields.code);
      logger.error(fields, message);
    },
    engine: {
      info(fields, message) {
        currentInvocation()?.answers.push(fields);
        logger.info(fields, message);
      },
    },
    query(sql) {
      if (logQueries) logger.info({ sql }, 'query');
    },
    metrics(invocation, ms) {
      for (const line of metricLines(invocation, { functionName, ms })) destination.write(`${JSON.stringify(line)}\n`);
    },
  };
}

/** An error's message may quote SQL or cells; where in the code it arose never does. */
function describeError(error: unknown, withMessage: boolean): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
  const { code } = error as NodeJS.ErrnoException;
  return {
    name: error.name,
    ...(code !== undefined && { code }),
    ...(withMessage && { message: error.message }),
    frames,
    ...(error.cause !== undefined && { cause: describeError(error.cause, withMessage) }),
  };
}
