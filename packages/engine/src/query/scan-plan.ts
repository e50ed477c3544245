import type { Scope } from '../database/database.js';
import type { Params } from '../database/protocol.js';
import { z } from 'zod';

interface PlanNode {
  readonly name: string;
  readonly extra_info: { readonly Projections?: string | readonly string[] | undefined };
  readonly children: readonly PlanNode[];
}

const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({ name: z.string(), extra_info: z.object({ Projections: z.union([z.string(), z.array(z.string())]).optional() }), children: z.array(planNode) }),
);

/** How often statements scan the parts, and which of their columns they need. */
export interface ScanPlan {
  /** By part id, or by the prefix of a copy. */
  readonly parts: ReadonlyMap<string, PartScans>;
  /** Scans that need no column at all (`count(*)`): the plan does not say of which part. */
  readonly unattributed: number;
}

interface PartScans {
  readonly times: number;
  readonly columns: ReadonlySet<number>;
}

/** Asks DuckDB's optimiser, before any byte moves, what a statement will read. */
export async function explainScans(scope: Scope, sql: string, params: Params): Promise<ScanPlan> {
  const explained = await scope.rows(`EXPLAIN (FORMAT json) ${sql}`, EXPLAIN_LIMITS, params);
  const nodes = z.array(planNode).parse(JSON.parse(z.string().parse(explained.rows[0]?.[1])));
  return mergeScans([...scanNodes(nodes)].map(scansOf));
}

/** Several plans as one: what each scans adds up. */
export function mergeScans(plans: readonly ScanPlan[]): ScanPlan {
  const parts = new Map<string, PartScans>();
  for (const [id, { times, columns }] of plans.flatMap((plan) => [...plan.parts])) {
    const known = parts.get(id);
    parts.set(id, { times: times + (known?.times ?? 0), columns: new Set([...columns, ...(known?.columns ?? [])]) });
  }
  return { parts, unattributed: plans.reduce((sum, { unattributed }) => sum + unattributed, 0) };
}

/** Whether a part may be scanned twice. A scan that names no column could be of any part. */
export function isRescanned(id: string, { parts, unattributed }: ScanPlan, partCount: number): boolean {
  const times = parts.get(id)?.times ?? 0;
  if (unattributed === 0) return times > 1;
  return times + unattributed > 1 || partCount > 1;
}

function scansOf(node: PlanNode): ScanPlan {
  const uses = [node.extra_info.Projections ?? []].flat().flatMap(parseInternal);
  const [first] = uses;
  if (first === undefined) return { parts: new Map(), unattributed: 1 };
  return { parts: new Map([[first.part, { times: 1, columns: new Set(uses.map(({ column }) => column)) }]]), unattributed: 0 };
}

const EXPLAIN_LIMITS = { maxRows: 10, maxResultBytes: Infinity, maxCellChars: Infinity };

/** Of sources, and of their copies. */
const SCANS: ReadonlySet<string> = new Set(['READ_CSV', 'READ_PARQUET']);

function* scanNodes(nodes: readonly PlanNode[]): Generator<PlanNode> {
  for (const node of nodes) {
    if (SCANS.has(node.name.trim())) yield node;
    yield* scanNodes(node.children);
  }
}

const parseInternal = (text: string): { part: string; column: number }[] => {
  const match = /^(s\d+|k[0-9a-f]{8})c(\d+)(?:_[0-9a-f]{8})?$/.exec(text.trim());
  return match === null ? [] : [{ part: match[1] ?? '', column: Number(match[2]) }];
};
