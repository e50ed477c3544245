import { z } from 'zod';
import type { Scope } from '../database/database.js';
import type { Params } from '../database/protocol.js';
import { LIMITS, parsePlan, planNodes, textsOf } from './plan-node.js';
import { isPreview, plannedScans, type PlannedScan } from './plan-shape.js';

/** How often statements scan the parts, and which of their columns they need. */
export interface ScanPlan {
  /** By part id, or by the prefix of a copy. */
  readonly parts: ReadonlyMap<string, PartScans>;
  /** Scans that need no column at all (`count(*)`): the plan does not say of which part. */
  readonly unattributed: ScanCount;
  /** Only the first rows of one scan are shown. */
  readonly isPreview: boolean;
  /** How many limits the plan has, that of the answer included. */
  readonly limits: number;
}

export interface ScanCount {
  readonly times: number;
  /** So many of them surely to the last row. */
  readonly inFull: number;
}

interface PartScans extends ScanCount {
  readonly columns: ReadonlySet<number>;
  /** What each scan's rows have to satisfy, as the plan writes it. */
  readonly filters: readonly (string | undefined)[];
}

/** Asks DuckDB's optimiser, before any byte moves, what a statement will read. */
export async function explainScans(scope: Scope, sql: string, params: Params): Promise<ScanPlan> {
  const explained = await scope.rows(`EXPLAIN (FORMAT json) ${sql}`, EXPLAIN_LIMITS, params);
  const nodes = parsePlan(z.string().parse(explained.rows[0]?.[1]));
  const limits = [...planNodes(nodes)].filter(({ name }) => LIMITS.has(name)).length;
  return { ...mergeScans([...plannedScans(nodes)].map(scansOf)), isPreview: isPreview(nodes), limits };
}

/** Several plans as one: what each scans adds up. */
export function mergeScans(plans: readonly ScanPlan[]): ScanPlan {
  const parts = new Map<string, PartScans>();
  for (const [id, { columns, filters, ...count }] of plans.flatMap((plan) => [...plan.parts])) {
    const known = parts.get(id);
    parts.set(id, { ...addCounts([count, known ?? NONE]), columns: new Set([...columns, ...(known?.columns ?? [])]), filters: [...(known?.filters ?? []), ...filters] });
  }
  const [only, ...others] = plans;
  return {
    parts,
    unattributed: addCounts(plans.map(({ unattributed }) => unattributed)),
    isPreview: only?.isPreview === true && others.length === 0,
    limits: plans.reduce((sum, { limits }) => sum + limits, 0),
  };
}

const NONE: ScanCount = { times: 0, inFull: 0 };

const addCounts = (counts: readonly ScanCount[]): ScanCount =>
  counts.reduce((sum, { times, inFull }) => ({ times: sum.times + times, inFull: sum.inFull + inFull }), NONE);

/** Whether a part may be scanned twice. A scan that names no column could be of any part. */
export function isRescanned(id: string, { parts, unattributed }: ScanPlan, partCount: number): boolean {
  const times = parts.get(id)?.times ?? 0;
  if (unattributed.times === 0) return times > 1;
  return times + unattributed.times > 1 || partCount > 1;
}

function scansOf({ node, inFull, filter }: PlannedScan): ScanPlan {
  const uses = textsOf(node, 'Projections').flatMap(parseInternal);
  const count = { times: 1, inFull: inFull ? 1 : 0 };
  const [first] = uses;
  const common = { isPreview: false, limits: 0 };
  if (first === undefined) return { ...common, parts: new Map(), unattributed: count };
  const columns = new Set(uses.map(({ column }) => column));
  return { ...common, parts: new Map([[first.part, { ...count, columns, filters: [filter] }]]), unattributed: NONE };
}

const EXPLAIN_LIMITS = { maxRows: 10, maxResultBytes: Infinity, maxCellChars: Infinity };

const parseInternal = (text: string): { part: string; column: number }[] => {
  const match = /^(s\d+|k[0-9a-f]{8})c(\d+)(?:_[0-9a-f]{8})?(?:[.[][^]*)?$/.exec(text.trim());
  return match === null ? [] : [{ part: match[1] ?? '', column: Number(match[2]) }];
};
