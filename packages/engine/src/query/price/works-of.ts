import type { Inspected } from '../../inspect/inspected.js';
import type { BoundPart } from '../bind-tables.js';
import { prunePart } from '../prune-part.js';
import type { ScanCount, ScanPlan } from '../scan-plan.js';
import type { UsedPart } from '../used-part.js';
import type { Lane, Work } from './lane.js';

export interface Weighed {
  readonly used: readonly UsedPart[];
  /** Those that copies answer for. */
  readonly cached: ReadonlySet<UsedPart>;
  /** Copied whole before the question is answered from the copy. */
  readonly staged: ReadonlySet<BoundPart>;
  readonly scans: ScanPlan;
  /** The beginning that a preview needs; absent when the question is none. */
  readonly headBytes: number | undefined;
}

/** What a question reads, file by file. */
export function worksOf({ used, cached, staged, scans, headBytes }: Weighed): Work[] {
  const counts = new Map(used.map(({ part }) => [part, scanCount(part, scans)]));
  const unnamed = unnamedPart(used, scans);
  return used.flatMap((use) => {
    const { part } = use;
    const { times, inFull } = counts.get(part) ?? NONE;
    const extra = part === unnamed ? scans.unattributed : NONE;
    const least = inFull + extra.inFull;
    // A pipe is read once, and so is what is copied; DuckDB reads a file anew for each scan.
    const reads = part.feed === undefined && !staged.has(part) ? { times: Math.max(1, times), least } : { times: 1, least: Math.min(1, least) };
    return part.files.map((file) => ({
      lane: { ...laneOf(file, part, staged.has(part) ? 'staged' : cached.has(use) ? 'cache' : undefined), checkedColumns: checkedColumns(use) },
      bytes: Math.min(file.source.size * reads.times, headBytes ?? Infinity),
      leastBytes: headBytes !== undefined || cached.has(use) ? 0 : file.source.size * (staged.has(part) ? 1 : reads.least),
    }));
  });
}

const NONE: ScanCount = { times: 0, inFull: 0 };

const scanCount = ({ id }: BoundPart, { parts }: ScanPlan): ScanCount => parts.get(id) ?? NONE;

/** `count(*)` does not say what it counts: in doubt it is the smallest. */
function unnamedPart(used: readonly UsedPart[], { parts, unattributed }: ScanPlan): BoundPart | undefined {
  if (unattributed.inFull === 0) return undefined;
  const all = used.map(({ part }) => part);
  const unnamed = all.filter(({ id }) => !parts.has(id));
  return [...(unnamed.length > 0 ? unnamed : all)].sort((a, b) => sizeOf(a) - sizeOf(b))[0];
}

const sizeOf = ({ files }: BoundPart): number => files.reduce((sum, { source }) => sum + source.size, 0);

const laneOf = ({ source, compression, parser }: Inspected, { feed }: BoundPart, road: 'staged' | 'cache' | undefined): Omit<Lane, 'checkedColumns'> => ({
  road: road ?? (feed === undefined ? 'direct' : 'stream'),
  where: source.localPath === undefined ? 's3' : 'local',
  compression,
  parser,
});

/** Columns that SQL checks. Text is as it stands, and what is checked while columns are cut out costs next to nothing. */
function checkedColumns({ part, columns }: UsedPart): number {
  if (part.checking === 'sampled') return 0;
  const pruned = prunePart(part, columns, false)?.pruned;
  return [...columns].filter((index) => part.reading.columns[index]?.type !== 'VARCHAR' && pruned?.checks.has(index) !== true).length;
}
