import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where everything lives that is costly to make again: data, the virtual environment, built servers. Never in the repository. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sluice', 'bench');
