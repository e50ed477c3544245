import type { Scope } from '../database/database.js';
import type { Params } from '../database/protocol.js';
import type { Limits } from '../limits.js';
import type { QueryPlan } from '../plan/parse-query.js';
import type { BoundTable } from './bind-tables.js';
import { runStatement, type StatementResult } from './run-statement.js';

export interface RunOptions {
  readonly params: Params;
  readonly limits: Limits;
  readonly dryRun: boolean;
}

/** Runs the plan's statement. */
export async function runPlan(scope: Scope, tables: readonly BoundTable[], plan: QueryPlan, { params, limits }: RunOptions): Promise<StatementResult> {
  return await runStatement(scope, tables, { sql: plan.sql, params, limits });
}
