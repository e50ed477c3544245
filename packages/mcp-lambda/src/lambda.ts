/** What Lambda loads: `handler` streams its answers, `bufferedHandler` gives them in one piece. */
import { prepareChild } from '@sluice/engine/child';

// DuckDB's process loads while this one still does.
prepareChild();
const { bufferedHandler, handler } = await import('./function/handlers.js');
export { bufferedHandler, handler };
