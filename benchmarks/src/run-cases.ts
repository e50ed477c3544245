import type { Bench, Case } from './cases/case.js';
import type { Row } from './race/result.js';

export interface CasesRun {
  readonly rows: readonly Row[];
  /** Why a case gave no row; one is enough for the run to fail. */
  readonly failures: readonly string[];
}

/**
 * Runs one case after another. A case that fails gives no row, and does not keep the others from being measured.
 * @param onRow is given all rows so far: a run may take an hour, and what ends it should not take all with it
 */
export async function runCases(cases: readonly Case[], bench: Bench, onRow: (rows: readonly Row[]) => Promise<void>): Promise<CasesRun> {
  const rows: Row[] = [];
  const failures: string[] = [];
  for (const { id, run } of cases) {
    process.stderr.write(`${id}\n`);
    try {
      rows.push({ id, measuredAt: new Date().toISOString(), ...(await run(bench)) });
      await onRow(rows);
    } catch (error) {
      failures.push(`${id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { rows, failures };
}
