import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Engine } from '@sluice/engine';
import { median } from '../measure/statistics.js';

const WARM_UP = 30;
const CALLS = 200;
const CALLERS = 50;
const CALLS_EACH = 5;
const CANCELS = 10;

/** Over one small file, read and copied by then. */
const QUESTION = "SELECT weather, count(*) AS days FROM 'seattle-weather.csv' GROUP BY ALL ORDER BY days DESC";
const ENDLESS = 'SELECT count(*) FROM range(100000) a, range(100000) b WHERE hash(a.range, b.range) % 7 = 1';

export interface Overhead {
  readonly engineMs: number;
  readonly callMs: number;
}

/** The same question of the engine in this process and through a client, in turns. */
export async function measureOverhead(engine: Engine, client: Client): Promise<Overhead> {
  const asks = { engineMs: () => engine.query(QUESTION), callMs: () => client.callTool({ name: 'query', arguments: { sql: QUESTION } }) };
  const times: Record<keyof Overhead, number[]> = { engineMs: [], callMs: [] };
  for (let i = 0; i < WARM_UP + CALLS; i += 1) {
    for (const [name, ask] of Object.entries(asks)) {
      const ms = await timed(ask);
      if (i >= WARM_UP) times[name as keyof Overhead].push(ms);
    }
  }
  return { engineMs: median(times.engineMs), callMs: median(times.callMs) };
}

export interface Crowd {
  readonly callers: number;
  readonly calls: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Many clients at once, each with a connection of its own, each asking a few times. */
export async function measureCrowd(url: string): Promise<Crowd> {
  let failed = 0;
  const ms = await timed(() =>
    Promise.all(
      Array.from({ length: CALLERS }, async () => {
        const client = new Client({ name: 'crowd', version: '1' });
        await client.connect(new StreamableHTTPClientTransport(new URL(url)));
        for (let i = 0; i < CALLS_EACH; i += 1) {
          const { isError } = await client.callTool({ name: 'query', arguments: { sql: QUESTION } });
          if (isError === true) failed += 1;
        }
        await client.close();
      }),
    ),
  );
  return { callers: CALLERS, calls: CALLERS * CALLS_EACH, failed, seconds: ms / 1_000 };
}

/** From the abort to the end of the question, when DuckDB is busy with it. @returns milliseconds, the slowest of ten */
export async function measureCancel(engine: Engine): Promise<number> {
  let slowest = 0;
  for (let i = 0; i < CANCELS; i += 1) {
    const controller = new AbortController();
    const answer = engine.query(ENDLESS, { signal: controller.signal }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    controller.abort();
    slowest = Math.max(slowest, await timed(() => answer));
  }
  return slowest;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}
