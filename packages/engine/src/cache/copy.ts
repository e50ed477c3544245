import { z } from 'zod';

/** A columnar copy (Parquet) of what was read of some objects in one version and one reading. */
export interface Copy {
  readonly path: string;
  readonly bytes: number;
  /** By the column's name in the copy, whether its values were all checked against its type. */
  readonly columns: ReadonlyMap<string, 'sampled' | 'verified'>;
}

/** What lies beside a copy; without it, or with another version, the copy does not count. */
export const copyNote = z.object({
  version: z.literal(1),
  file: z.string(),
  bytes: z.number().int().nonnegative(),
  columns: z.record(z.string(), z.enum(['sampled', 'verified'])),
});

export type CopyNote = z.infer<typeof copyNote>;
