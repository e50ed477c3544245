import { databricksSettings, readSize, SIZE_HELP, type DatabricksSettings } from '@sluice/engine';
import { z } from 'zod';

/** What a function is told by its environment. */
export interface LambdaConfig {
  /** `s3://bucket/prefix` each. */
  readonly allow: readonly string[];
  readonly exportTo?: string;
  /** Of the engine's processes together. */
  readonly memoryBytes: number;
  readonly cacheBytes?: number;
  /** What may lie in /tmp, of the size that it has. */
  readonly tempBytes?: number;
  readonly logLevel: LogLevel;
  /** SQL is logged, and what errors say of data. */
  readonly logQueries: boolean;
  readonly functionName: string;
  /** The warehouse that answers what is too much for a function, where one is named. */
  readonly databricks?: DatabricksSettings;
}

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

const MIB = 2 ** 20;

/**
 * Of the function's memory, what is not the engine's: the runtime and the server around it, what waits in pipes, answers on their way
 * out, and what DuckDB's process grows by between two looks of its watch.
 */
const RESERVED_BYTES = 500 * MIB;
/** Of a small function's memory. */
const RESERVED_SHARE = 0.5;

const engineMemory = (bytes: number): number => bytes - Math.min(RESERVED_BYTES, Math.floor(bytes * RESERVED_SHARE));

const size = z.string().transform((text, context) => {
  const bytes = readSize(text);
  if (bytes === undefined) context.addIssue({ code: 'custom', message: SIZE_HELP });
  return bytes ?? 0;
});

const place = z.string().regex(/^s3:\/\/[a-z0-9][a-z0-9._-]{1,62}(\/.*)?$/i, 'Write s3://bucket/prefix.');

/** A variable that is set to nothing is not set. */
const given = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const environment = z.object({
  SLUICE_ALLOW: z
    .string('Write the places in S3 that may be read, e.g. s3://bucket/prefix/, with commas between them.')
    .transform((text) => text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== ''))
    .pipe(z.array(place).min(1, 'Name at least one place.')),
  SLUICE_EXPORT: given(place),
  SLUICE_MEMORY: given(size),
  SLUICE_CACHE_SIZE: given(size),
  SLUICE_TEMP_SIZE: given(size),
  SLUICE_LOG_LEVEL: given(z.enum(LOG_LEVELS)),
  SLUICE_LOG_QUERIES: given(z.enum(['on', 'off'])),
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: given(z.coerce.number().min(512)),
  AWS_LAMBDA_FUNCTION_NAME: given(z.string()),
});

/** @throws Error that names each variable that is wrong, and what to write */
export function readConfig(env: NodeJS.ProcessEnv): LambdaConfig {
  const { success, data, error } = environment.safeParse(env);
  if (!success) throw new Error(`The function's environment is wrong. ${error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' ')}`);
  const { SLUICE_EXPORT: exportTo, SLUICE_CACHE_SIZE: cacheBytes, SLUICE_TEMP_SIZE: tempBytes } = data;
  const databricks = databricksSettings(env);
  return {
    allow: data.SLUICE_ALLOW,
    ...(databricks !== undefined && { databricks }),
    ...(exportTo !== undefined && { exportTo }),
    ...(cacheBytes !== undefined && { cacheBytes }),
    ...(tempBytes !== undefined && { tempBytes }),
    memoryBytes: data.SLUICE_MEMORY ?? engineMemory((data.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 1024) * MIB),
    logLevel: data.SLUICE_LOG_LEVEL ?? 'info',
    logQueries: data.SLUICE_LOG_QUERIES === 'on',
    functionName: data.AWS_LAMBDA_FUNCTION_NAME ?? 'sluice',
  };
}
