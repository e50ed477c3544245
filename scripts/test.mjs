/** Runs jest and ends with one line that any script can read: `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const real = process.argv.includes('--real');
const rest = process.argv.slice(2).filter((arg) => arg !== '--real');
const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
const report = join(folder, 'report.json');

const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, ...rest],
  { stdio: ['ignore', 2, 2], env: { ...process.env, ...(real ? { SLUICE_TEST_REAL: '1' } : {}) } },
);

const result = JSON.parse(readFileSync(report, 'utf8'));
rmSync(folder, { recursive: true });
// A suite that could not even start has no failed test of its own.
const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
console.log(`${result.numPassedTests} passed, ${failed} failed`);
process.exit(status ?? 1);
