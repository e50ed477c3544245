/** Runs the official suite, which needs Node 22: `scripts/on-node-24.sh node packages/conformance/dist/run.js`. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scored, type Scored } from './scored.js';
import { startServer } from './start-server.js';

const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12';
const TIMEOUT_MS = 300_000;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

interface Run {
  readonly what: string;
  readonly server: readonly string[];
  readonly revision: '2026-07-28' | '2025-11-25';
  /** Scenarios that this server cannot pass. */
  readonly mayFail: (scenario: string) => boolean;
}

const REAL = [here('../../mcp-lambda/dist/cli.js'), '--root', 'fixtures', '--http', '127.0.0.1:0'];
const FIXTURES = [here('./serve-with-fixtures.js')];

/** They ask for tools, resources and prompts that only the suite's own fixtures have. */
const NEEDS_FIXTURES = /^(tools-call-|resources-read-|resources-templates-read|resources-(un)?subscribe|prompts-get-|completion-complete|input-required-result-|elicitation-|server-stateless)/;
/** The server would have to ask the client in the middle of a call, which takes a session. */
const NEEDS_SESSIONS = /^(tools-call-sampling|tools-call-elicitation|elicitation-sep1034-defaults|elicitation-sep1330-enums)$/;

let failed = 0;
let passed = 0;
for (const revision of ['2026-07-28', '2025-11-25'] as const) {
  await check({ what: 'the server itself', server: REAL, revision, mayFail: (name) => NEEDS_FIXTURES.test(name) });
  await check({ what: 'the server with the fixtures', server: FIXTURES, revision, mayFail: (name) => revision === '2025-11-25' && NEEDS_SESSIONS.test(name) });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function check({ what, server, revision, mayFail }: Run): Promise<void> {
  await using running = await startServer(server);
  const { scenarios, text } = await runSuite(running.url, revision);
  const good = scenarios.filter((scenario) => scenario.passed);
  const bad = scenarios.filter((scenario) => !scenario.passed && !mayFail(scenario.name));
  console.log(`${what}, ${revision}: ${good.length} of ${scenarios.length} scenarios pass${bad.length === 0 ? '' : `; not expected: ${bad.map(({ name }) => name).join(', ')}`}`);
  if (bad.length > 0 || scenarios.length === 0) console.log(text);
  passed += good.length;
  failed += scenarios.length === 0 ? 1 : bad.length;
}

async function runSuite(url: string, revision: string): Promise<{ readonly scenarios: Scored[]; readonly text: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-conformance-'));
  try {
    const child = spawn('npx', ['--yes', `--package=${SUITE}`, '--', 'conformance', 'server', '--url', url, '--requirements', revision], {
      // The suite writes its results where it runs.
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    return { scenarios: scored(text), text };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
