import type { Limits } from './limits.js';

const MB = 1_000_000;
const MAX_SEGMENT_BYTES = 16 * MB;
const MAX_PART_BYTES = 8 * MB;

/** How the one limit on memory is shared out. */
export interface MemoryPlan {
  readonly segmentBytes: number;
  readonly s3: { readonly partBytes: number; readonly concurrency: number };
  readonly database: { readonly memoryBytes: number; readonly maxResidentBytes: number };
}

/**
 * DuckDB gets 55 % as its own limit. It overshoots that when a join spills, and its functions allocate beside it; the segments
 * and parts in flight and two Node processes live on the rest. Measured in docs/decisions/0003.
 */
export function memoryPlan({ maxMemoryBytes }: Limits): MemoryPlan {
  return {
    segmentBytes: Math.min(MAX_SEGMENT_BYTES, Math.max(MB, Math.floor(maxMemoryBytes / 64))),
    s3: { partBytes: Math.min(MAX_PART_BYTES, Math.max(MB, Math.floor(maxMemoryBytes / 128))), concurrency: 12 },
    database: { memoryBytes: Math.floor(maxMemoryBytes * 0.55), maxResidentBytes: maxMemoryBytes },
  };
}
