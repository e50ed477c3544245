import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { openServices } from '../server/open-services.js';
import type { Services } from '../tool/tool.js';
import type { LambdaConfig } from './config.js';
import { currentInvocation } from './invocation.js';
import { limitTime } from './limit-time.js';
import type { LambdaLog } from './log.js';

const MB = 1_000_000;

/** What Lambda gives where nothing else was asked for, and the most that it can give. */
const DEFAULT_TEMP_BYTES = 512 * MB;
const MOST_TEMP_BYTES = 10_240 * 2 ** 20;

/** Lambda never runs one for longer: each question ends with its invocation anyway. */
const MOST_TIME_MS = 900_000;

/** For what grows past its bound before that is noticed. */
const TEMP_MARGIN = 0.9;
/** Of /tmp, unless the environment says otherwise: the other half is for spilling, sorting and exports. */
const CACHE_SHARE = 0.5;

/** All waiting of the init phase together: what is not ready by then, the first question waits for. */
const WARM_UP_MS = 3_000;

/** What all invocations of one environment share. */
export function openFunction(config: LambdaConfig, log: LambdaLog): Services & AsyncDisposable {
  const tempBytes = Math.floor((config.tempBytes ?? tempSize()) * TEMP_MARGIN);
  const cacheBytes = Math.min(config.cacheBytes ?? Math.floor(tempBytes * CACHE_SHARE), tempBytes);
  const services = openServices({
    engine: {
      roots: [],
      feed: hasCommand('mkfifo') ? 'pipes' : 'files',
      allow: config.allow,
      logger: log.engine,
      ...(config.databricks !== undefined && { databricks: config.databricks }),
      limits: { timeoutMs: MOST_TIME_MS, maxMemoryBytes: config.memoryBytes, maxCacheBytes: cacheBytes, maxTempBytes: tempBytes - cacheBytes },
    },
    log,
    ...(config.exportTo !== undefined && { exportTo: config.exportTo }),
  });
  const engine = limitTime(services.engine, { remainingMs: () => currentInvocation()?.remainingMs(), onQuery: (sql) => log.query(sql) });
  return { ...services, engine, requestId: () => currentInvocation()?.requestId };
}

/** Of the disk that Lambda mounts there; on another machine /tmp is a part of something larger. */
function tempSize(): number {
  const { blocks, bsize } = statfsSync(tmpdir());
  const bytes = blocks * bsize;
  return bytes <= MOST_TEMP_BYTES ? bytes : DEFAULT_TEMP_BYTES;
}

/** AWS may take out of its images what it does not promise to have there. */
const hasCommand = (name: string): boolean => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));

/** Opens DuckDB, and loads and connects what reading from S3 needs. What fails here is told to whoever asks first. */
export async function warmUp({ engine }: Services): Promise<void> {
  const options = { timeoutMs: WARM_UP_MS };
  await Promise.allSettled([engine.query('SELECT 1', options), engine.checkPlaces(options)]);
}
