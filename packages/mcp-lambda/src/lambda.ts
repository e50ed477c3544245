/** What Lambda loads: `handler` streams its answers, `bufferedHandler` gives them in one piece. */
import { prepareChild } from '@sluice/engine/child';
import { setFlagsFromString } from 'node:v8';

// DuckDB's process loads while this one still does.
prepareChild();
// V8 begins with a young generation of a megabyte, and doubles it each time that much of it lives on, as while modules load.
setFlagsFromString('--semi-space-growth-factor=16');
const { openHandlers } = await import('./function/handlers.js');
export const { bufferedHandler, handler } = await openHandlers();
