import type { Scope } from '../database/database.js';
import type { Params } from '../database/protocol.js';
import { z } from 'zod';

interface PlanNode {
  readonly name: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
  readonly children: readonly PlanNode[];
}

const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({ name: z.string(), extra_info: z.record(z.string(), z.unknown()), children: z.array(planNode) }),
);

/** How a statement uses the parts, by part id. */
export interface ScanPlan {
  readonly scans: ReadonlyMap<string, { readonly times: number; readonly columns: ReadonlySet<number> }>;
  /** Scans that need no column at all (`count(*)`): the plan does not say of which part. */
  readonly unattributed: number;
}

/** Asks DuckDB's optimiser, before any byte moves, what a statement will read. */
export async function explainScans(scope: Scope, sql: string, params: Params): Promise<ScanPlan> {
  const explained = await scope.rows(`EXPLAIN (FORMAT json) ${sql}`, EXPLAIN_LIMITS, params);
  const nodes = z.array(planNode).parse(JSON.parse(String(explained.rows[0]?.[1])));
  const scans = new Map<string, { times: number; columns: Set<number> }>();
  let unattributed = 0;
  for (const node of readCsvNodes(nodes)) {
    const uses = [node.extra_info['Projections'] ?? []].flat().flatMap((text) => parseInternal(String(text)));
    const [first] = uses;
    if (first === undefined) {
      unattributed += 1;
      continue;
    }
    const entry = scans.get(first.part) ?? { times: 0, columns: new Set<number>() };
    entry.times += 1;
    for (const { column } of uses) entry.columns.add(column);
    scans.set(first.part, entry);
  }
  return { scans, unattributed };
}

const EXPLAIN_LIMITS = { maxRows: 10, maxResultBytes: Infinity, maxCellChars: Infinity };

function* readCsvNodes(nodes: readonly PlanNode[]): Generator<PlanNode> {
  for (const node of nodes) {
    if (node.name.trim() === 'READ_CSV') yield node;
    yield* readCsvNodes(node.children);
  }
}

const parseInternal = (text: string): { part: string; column: number }[] => {
  const match = /^(s\d+)c(\d+)$/.exec(text.trim());
  return match === null ? [] : [{ part: match[1] ?? '', column: Number(match[2]) }];
};
