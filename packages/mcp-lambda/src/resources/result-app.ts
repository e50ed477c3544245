import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The page that hosts show a result of `query` in: a table to sort, and a chart. */
export const RESULT_APP = 'ui://sluice/result.html';

export const APP_MIME_TYPE = 'text/html;profile=mcp-app';

/** It needs nothing from anywhere. */
export const APP_META = { ui: { csp: { connectDomains: [], resourceDomains: [] }, prefersBorder: true } } as const;

/** The same file is found from `src/` (in tests) and from `dist/`. */
const PATH = fileURLToPath(new URL('../../dist/app/result.html', import.meta.url));

export const readResultApp = (): Promise<string> => readFile(PATH, 'utf8');
