import { describe, expect, it } from '@jest/globals';
import { EngineError } from '@sluice/engine';
import { readConfig } from './config.js';
import { Invocation, runInvocation } from './invocation.js';
import { createLambdaLog, type LambdaLog } from './log.js';

const SECRET = 'secret-cell-value';

function openLog(env: Record<string, string> = {}): { log: LambdaLog; lines: string[] } {
  const lines: string[] = [];
  const log = createLambdaLog(readConfig({ SLUICE_ALLOW: 's3://aa', ...env }), { write: (line) => void lines.push(line) });
  return { log, lines };
}

const invocation = () => new Invocation({ requestId: 'r-1', coldStart: true, timeMs: 1_000 });

const answered = (fields: object) => ({ road: 'stream', bytesRead: 100, rowCount: 2, truncated: false, ms: { total: 5 }, sources: 1, ...fields }) as const;

describe("a function's log", () => {
  it('names the request in every line', async () => {
    const { log, lines } = openLog();
    await runInvocation(invocation(), async () => {
      await Promise.resolve();
      log.info({ a: 1 }, 'hello');
    });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', requestId: 'r-1', a: 1, msg: 'hello' });
  });

  it.each([
    [{}, false],
    [{ SLUICE_LOG_QUERIES: 'on' }, true],
  ])('with %j tells what SQL and errors say of data: %s', (env, isTold) => {
    const { log, lines } = openLog(env);
    log.query(`SELECT '${SECRET}'`);
    log.error({ error: new TypeError(`cannot read ${SECRET}`, { cause: new EngineError('INTERNAL', SECRET) }) }, 'failed');
    expect(lines.join('').includes(SECRET)).toBe(isTold);
    expect(lines.at(-1)).toContain('"name":"TypeError"');
    expect(lines.at(-1)).toContain('log.test');
  });

  it('adds up metrics of an invocation', async () => {
    const { log, lines } = openLog({ SLUICE_LOG_LEVEL: 'silent', AWS_LAMBDA_FUNCTION_NAME: 'f' });
    const done = invocation();
    await runInvocation(done, async () => {
      log.engine.info(answered({}), 'answered');
      log.engine.info(answered({ road: 'cache', bytesRead: 11, truncated: true }), 'answered');
      log.error({ code: 'SQL_FAILED' }, 'failed');
      log.error({ code: 'SQL_FAILED' }, 'failed');
      log.error({ code: 'INPUT' }, 'failed');
      await Promise.resolve();
    });
    log.metrics(done, 42);
    const [all, ...errors] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(all).toMatchObject({ functionName: 'f', BytesScanned: 111, Questions: 2, CacheHits: 1, Truncations: 1, ColdStarts: 1, Duration: 42, requestId: 'r-1' });
    expect(all?._aws).toMatchObject({ CloudWatchMetrics: [{ Namespace: 'sluice', Dimensions: [['functionName']] }] });
    expect(errors.map(({ code, Errors, _aws }) => [code, Errors, (_aws as { CloudWatchMetrics: { Dimensions: unknown }[] }).CloudWatchMetrics[0]?.Dimensions])).toEqual([
      ['SQL_FAILED', 2, [['functionName', 'code']]],
      ['INPUT', 1, [['functionName', 'code']]],
    ]);
  });
});
