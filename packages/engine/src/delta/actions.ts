import { z } from 'zod';

const texts = z.record(z.string(), z.string().nullable());
/** Writers leave fields out or write them as null. */
const optional = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? undefined);

export const protocolAction = z.object({
  minReaderVersion: z.coerce.number().int(),
  readerFeatures: optional(z.array(z.string())),
});

export const metadataAction = z.object({
  id: z.string(),
  format: z.object({ provider: z.string() }).nullish(),
  schemaString: z.string(),
  partitionColumns: z.array(z.string()).nullish().transform((columns) => columns ?? []),
  configuration: optional(texts).transform((configuration) => configuration ?? {}),
});

export const deletionVector = z.object({
  storageType: z.string(),
  pathOrInlineDv: z.string(),
  offset: optional(z.coerce.number().int()),
  sizeInBytes: z.coerce.number().int(),
  cardinality: z.coerce.number().int(),
});

export type Protocol = z.infer<typeof protocolAction>;
export type Metadata = z.infer<typeof metadataAction>;
export type DeletionVector = z.infer<typeof deletionVector>;
