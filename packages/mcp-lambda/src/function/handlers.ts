import type { StreamingRuntime } from '../transport/api-gateway/streamed.js';
import { createAnswering } from './answer-event.js';
import { readConfig } from './config.js';
import { createBufferedHandler, createStreamedHandler } from './create-handlers.js';
import { createLambdaLog } from './log.js';
import { openFunction, warmUp } from './open-function.js';

/** Only the runtime of Lambda itself can stream: where another stands in for it, the buffered handler is all there is. */
const { awslambda: runtime } = globalThis as typeof globalThis & { readonly awslambda?: StreamingRuntime };

/** What answers events once all that an environment keeps is open. Nobody disposes of it: the environment ends by being taken away. */
export async function openHandlers() {
  const config = readConfig(process.env);
  const log = createLambdaLog(config);
  const services = openFunction(config, log);
  await warmUp(services);
  log.info({ ms: Math.round(performance.now()), node: process.versions.node }, 'ready');
  return {
    handler: runtime?.streamifyResponse(createStreamedHandler({ answer: createAnswering(services, 'sse'), log, runtime })),
    bufferedHandler: createBufferedHandler({ answer: createAnswering(services, 'auto'), log }),
  };
}
