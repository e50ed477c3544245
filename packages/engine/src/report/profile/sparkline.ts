import type { Histogram } from './profile.js';

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A histogram in one line, a character a bin: blank where nothing falls into it, never where something does. */
export function sparkline({ bins }: Histogram): string {
  const most = Math.max(0, ...bins.map(({ count }) => count));
  return bins.map(({ count }) => (count === 0 ? ' ' : (BLOCKS[Math.ceil((count / most) * BLOCKS.length) - 1] ?? ''))).join('');
}
