import type { ServerContext } from '@modelcontextprotocol/server';
import { formatBytes, type Progress } from '@sluice/engine';

const REPORT_EVERY_MS = 100;

/** Tells a caller that asked for it how many bytes of how many have been read. What is told never falls. */
export function progressReporter({ mcpReq }: ServerContext): (progress: Progress) => void {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => {};
  let told = -1;
  let toldAt = -Infinity;
  return ({ bytesRead, bytesTotal }) => {
    const now = performance.now();
    if (bytesRead <= told || now - toldAt < REPORT_EVERY_MS) return;
    told = bytesRead;
    toldAt = now;
    // Samples are read besides the whole: the count may pass the total a little.
    const total = Math.max(bytesTotal, bytesRead);
    const params = { progressToken, progress: bytesRead, total, message: `${formatBytes(bytesRead)} of ${formatBytes(total)} read` };
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
}
