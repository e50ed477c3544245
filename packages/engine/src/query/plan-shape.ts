import { LIMITS, planNodes, SCANS, textsOf, type PlanNode } from './plan-node.js';

/**
 * Whether a plan does nothing but show the beginning of one scan: limits and projections alone stand above it. Whatever
 * else a plan holds (a filter, a join, an order, a sample) may take more than the first rows.
 */
export function isPreview(nodes: readonly PlanNode[]): boolean {
  const all = [...planNodes(nodes)];
  return (
    all.filter(({ name }) => SCANS.has(name)).length === 1 &&
    all.some(({ name }) => LIMITS.has(name)) &&
    all.every((node) => LIMITS.has(node.name) || node.name === 'PROJECTION' || SCANS.has(node.name))
  );
}

export interface PlannedScan {
  readonly node: PlanNode;
  /** The plan cannot do without a single row of it, whatever the rows say. */
  readonly inFull: boolean;
  /** What its rows have to satisfy, where the plan filters them right away. */
  readonly filter: string | undefined;
}

/** `stops`: what stands above may have enough at some point. `full`: it takes every row. `unknown`: it may not even begin. */
type Demand = 'stops' | 'full' | 'unknown';

/** The plan's scans. In doubt one need not be read in full: on that a question is refused. */
export function* plannedScans(nodes: readonly PlanNode[], demand: Demand = 'stops', above?: PlanNode): Generator<PlannedScan> {
  for (const node of nodes) {
    if (SCANS.has(node.name)) yield { node, inFull: demand === 'full', filter: above?.name === 'FILTER' ? textsOf(above, 'Expression').join(' AND ') : undefined };
    const below = demandsOf(node, demand);
    for (const [i, child] of node.children.entries()) yield* plannedScans([child], below[i] ?? 'unknown', node);
  }
}

/** Operators that give their first row when they have taken the last. */
const TAKES_ALL: ReadonlySet<string> = new Set(['UNGROUPED_AGGREGATE', 'HASH_GROUP_BY', 'PERFECT_HASH_GROUP_BY', 'ORDER_BY', 'TOP_N', 'WINDOW']);
const PASSES_ON: ReadonlySet<string> = new Set(['PROJECTION', 'FILTER']);

/** What an operator wants of each of its children. */
function demandsOf({ name, children }: PlanNode, demand: Demand): readonly Demand[] {
  if (demand === 'unknown') return [];
  if (TAKES_ALL.has(name)) return ['full'];
  if (PASSES_ON.has(name)) return [demand];
  if (LIMITS.has(name)) return ['stops'];
  if (name === 'UNION' && demand === 'full') return children.map(() => demand);
  // The second side is gathered first; when it turns out empty, the first may not be read at all.
  if (name === 'HASH_JOIN') return ['unknown', 'full'];
  // What is materialised, and the statement that uses it.
  if (name === 'CTE') return ['full', demand];
  return [];
}
