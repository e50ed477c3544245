/** Measures the signing proxy beside mcp-proxy-for-aws: start, added latency, memory, and what users see when things go wrong. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from './package-file.js';
import { BEHAVIOURS, observe, proxyEnv } from './proxy/behaviours.js';
import { proxyContestants, READER } from './proxy/contestants.js';
import { measureProxies } from './proxy/measure-proxies.js';
import { renderProxyReport } from './proxy/report.js';

const contestants = await proxyContestants();
const home = mkdtempSync(join(tmpdir(), 'sluice-proxy-bench-'));
const keys = { AWS_ACCESS_KEY_ID: READER.accessKeyId, AWS_SECRET_ACCESS_KEY: READER.secretAccessKey, AWS_SESSION_TOKEN: READER.sessionToken };

const gateway = fork(fileURLToPath(new URL('./proxy/gateway-process.js', import.meta.url)));
const [url] = (await once(gateway, 'message')) as [string];
const figures = await measureProxies(contestants, { url, env: { ...proxyEnv(home), ...keys } });
gateway.disconnect();
rmSync(home, { recursive: true });

const seen = [];
for (const behaviour of BEHAVIOURS) {
  const outcomes = [];
  for (const contestant of contestants) outcomes.push(await observe(behaviour, contestant));
  seen.push({ name: behaviour.name, outcomes });
}

const report = renderProxyReport(figures, seen);
writeFileSync(packageFile('results/proxy.md'), report);
process.stdout.write(report);
