import { fileURLToPath } from 'node:url';

/** The same file is found from `src/` (in tests) and from `dist/`; bundles put it beside themselves. */
export const CHILD_ENTRY = fileURLToPath(new URL('../../dist/bundle/child.js', import.meta.url));
