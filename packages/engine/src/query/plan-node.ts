import { z } from 'zod';

/** An operator of DuckDB's physical plan, as `EXPLAIN (FORMAT json)` tells of it. */
export interface PlanNode {
  readonly name: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
  readonly children: readonly PlanNode[];
}

const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({ name: z.string().transform((name) => name.trim()), extra_info: z.record(z.string(), z.unknown()), children: z.array(planNode) }),
);

export const parsePlan = (json: string): readonly PlanNode[] => z.array(planNode).parse(JSON.parse(json));

/** What an operator's information says under a name: one text, several, or none. */
export function textsOf({ extra_info: info }: PlanNode, name: string): readonly string[] {
  const value = info[name];
  return (Array.isArray(value) ? value : [value]).filter((text): text is string => typeof text === 'string');
}

export function* planNodes(nodes: readonly PlanNode[]): Generator<PlanNode> {
  for (const node of nodes) {
    yield node;
    yield* planNodes(node.children);
  }
}

/** Scans of sources, and of what was made of them. */
export const SCANS: ReadonlySet<string> = new Set(['READ_CSV', 'READ_PARQUET']);
export const LIMITS: ReadonlySet<string> = new Set(['LIMIT', 'STREAMING_LIMIT']);
