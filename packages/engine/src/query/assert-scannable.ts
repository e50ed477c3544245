import { EngineError } from '../errors.js';
import type { Limits } from '../limits.js';

/** @throws EngineError SCAN_LIMIT */
export function assertScannable(bytes: number, { maxScanBytes }: Pick<Limits, 'maxScanBytes'>): void {
  if (bytes <= maxScanBytes) return;
  throw new EngineError('SCAN_LIMIT', `The question would read ${bytes} bytes; ${maxScanBytes} are allowed`, {
    hint: 'Name fewer files, or raise --max-scan-bytes.',
  });
}
