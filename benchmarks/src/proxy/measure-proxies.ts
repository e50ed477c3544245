import { canonicalSignature } from '@sluice/testing';
import { createHash } from 'node:crypto';
import { residentBytes } from '@sluice/testing';
import { median } from '../measure/statistics.js';
import { READER, type ProxyContestant } from './contestants.js';
import { StdioPeer } from './stdio-peer.js';

const STARTS = 11;
const WARM_UP = 50;
const CALLS = 1000;
const SIGNED_HEADERS = ['accept', 'content-type', 'host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'];

export interface ProxyFigures {
  readonly name: string;
  /** From before the process starts until `initialize` is answered. */
  readonly startMs: number;
  readonly addedP50Ms: number;
  readonly addedP99Ms: number;
  readonly residentBytes: number;
}

/** In turns: everyone's start, then everyone's call and the direct one, again and again. */
export async function measureProxies(contestants: readonly ProxyContestant[], { url, env }: { url: string; env: Readonly<Record<string, string>> }): Promise<readonly ProxyFigures[]> {
  const starts = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (let i = 0; i < STARTS; i += 1) {
    for (const contestant of contestants) {
      await using peer = new StdioPeer(contestant, url, env);
      await peer.handshake();
      starts.get(contestant.name)?.push(performance.now() - peer.startedAt);
    }
  }
  const peers = contestants.map((contestant) => ({ name: contestant.name, peer: new StdioPeer(contestant, url, env), times: [] as number[] }));
  const direct: number[] = [];
  try {
    for (const { peer } of peers) await peer.handshake();
    for (let i = 0; i < WARM_UP + CALLS; i += 1) {
      const asks = [{ times: direct, ask: callDirectly(url, i) }, ...peers.map(({ peer, times }) => ({ times, ask: () => peer.call('echo', { text: 'hello' }) }))];
      for (const { times, ask } of asks) {
        const ms = await timed(ask);
        if (i >= WARM_UP) times.push(ms);
      }
    }
    return peers.map(({ name, peer, times }) => ({
      name,
      startMs: median(starts.get(name) ?? []),
      addedP50Ms: quantile(times, 0.5) - quantile(direct, 0.5),
      addedP99Ms: quantile(times, 0.99) - quantile(direct, 0.99),
      residentBytes: residentBytes(peer.child.pid ?? 0),
    }));
  } finally {
    for (const { peer } of peers) await peer[Symbol.asyncDispose]();
  }
}

/** What a client that signs by itself would do; only the request is timed, not the signing. */
function callDirectly(url: string, id: number): () => Promise<unknown> {
  const target = new URL(url);
  const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'echo', arguments: { text: 'hello' } } });
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const headers: Record<string, string> = {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    host: target.host,
    'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
    'x-amz-date': date,
    'x-amz-security-token': READER.sessionToken,
  };
  const scope = { date, service: 'execute-api', region: 'eu-central-1', signedHeaders: SIGNED_HEADERS, secretAccessKey: READER.secretAccessKey };
  const signature = canonicalSignature({ method: 'POST', target: target.pathname, headers, body: Buffer.from(body) }, scope);
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${READER.accessKeyId}/${date.slice(0, 8)}/eu-central-1/execute-api/aws4_request, SignedHeaders=${SIGNED_HEADERS.join(';')}, Signature=${signature}`;
  return async () => {
    const response = await fetch(url, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`the direct call failed: ${await response.text()}`);
    await response.text();
  };
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await ask();
  return performance.now() - start;
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
