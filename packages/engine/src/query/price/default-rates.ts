import type { Compression } from '../../decode/compression.js';
import type { Lane } from './lane.js';

const MB = 1_000_000;

/**
 * Bytes per second of the steps that work at the same time; the slowest sets the pace. Measured on two processors, as
 * docs/decisions/0010 tells; DuckDB's share grows with its threads.
 */
const DUCKDB_PER_THREAD = 180 * MB;
/** Of the time without it, for each column. */
const CHECKING_SHARE = 0.3;
const OWN_PARSER = 15 * MB;
const PIPES = 250 * MB;
const S3 = 200 * MB;
const COLUMNS_PER_THREAD = 1_500 * MB;

/** Of unpacked bytes. */
const UNPACKING: Readonly<Partial<Record<Compression, number>>> = { gzip: 150 * MB, zstd: 150 * MB };
/** Unpacked bytes per packed one, as CSV of numbers and short texts has it. */
const GROWTH = 2.6;
/** A temporary table or copy is written, then read. */
const STAGING_SHARE = 0.6;

/** A machine may be so much better than the one that the rates were measured on. */
const GENEROUS = 8;
/** All bytes pass one thread: 509 MB take it 0.3 s to receive (decision 8) and 0.4 s to cut columns out of (decision 21). */
const FASTEST_S3 = 720 * MB;

/** What a lane may do at best, on a machine that nothing is known of. */
export const fastestRate = (lane: Lane, threads: number): number => Math.min(defaultRate(lane, threads) * GENEROUS, lane.where === 's3' && lane.road !== 'cache' ? FASTEST_S3 : Infinity);

/** What a lane is expected to do before anything was measured on this machine: bytes per second, as they lie. */
export function defaultRate({ road, where, compression, parser, checkedColumns }: Lane, threads: number): number {
  if (road === 'cache') return COLUMNS_PER_THREAD * threads;
  if (road === 'columns') return where === 's3' ? S3 : COLUMNS_PER_THREAD * threads;
  const growth = compression === 'none' ? 1 : GROWTH;
  const decoded = Math.min(
    (DUCKDB_PER_THREAD * threads) / (1 + CHECKING_SHARE * checkedColumns),
    parser === 'own' ? OWN_PARSER : Infinity,
    road === 'direct' ? Infinity : PIPES,
    UNPACKING[compression] ?? Infinity,
  );
  const rate = Math.min(decoded / growth, where === 's3' ? S3 : Infinity);
  return road === 'staged' ? rate * STAGING_SHARE : rate;
}
