import cliProgress from 'cli-progress';
import { formatBytes, formatWholeSeconds } from './format-quantity.js';

export interface BytesProgress {
  readonly bytesRead: number;
  /** 0 while it is not known. */
  readonly bytesTotal: number;
}

/** A line that shows how far a question is. Stop it before anything else is written to the terminal. */
export interface ProgressLine extends Disposable {
  update(progress: BytesProgress): void;
  /** Clears the line. Stopping twice does nothing. */
  stop(): void;
}

export interface ProgressOptions {
  readonly enabled: boolean;
}

/** Quick answers show no line at all. */
const APPEARS_AFTER_MS = 400;
const UPDATES_PER_SECOND = 10;
const BAR = { widest: 30, narrowest: 5 } as const;

const nothing = (): void => undefined;
const HIDDEN: ProgressLine = { update: nothing, stop: nothing, [Symbol.dispose]: nothing };

/** Shows a progress line on a terminal; on anything else, or when not enabled, it does nothing. */
export function createProgress(stream: NodeJS.WriteStream, { enabled }: ProgressOptions): ProgressLine {
  if (!enabled || !stream.isTTY) return HIDDEN;
  const startedAt = performance.now();
  let progress: BytesProgress = { bytesRead: 0, bytesTotal: 0 };
  const bar = new cliProgress.SingleBar({
    stream,
    fps: UPDATES_PER_SECOND,
    clearOnComplete: true,
    // Keeps the terminal's own wrapping and cuts the line instead: nothing to restore after a crash.
    linewrap: true,
    // The timer alone redraws, which also keeps the time moving while no bytes arrive.
    synchronousUpdate: false,
    // Room for the `^C` that a terminal echoes: the line must not wrap, or it cannot be cleared.
    format: () => progressText(progress, performance.now() - startedAt, stream.columns - 3),
  });
  const appear = setTimeout(() => bar.start(progress.bytesTotal, progress.bytesRead), APPEARS_AFTER_MS);
  appear.unref();
  const stop = (): void => {
    clearTimeout(appear);
    bar.stop();
  };
  return {
    update: (next) => {
      progress = next;
    },
    stop,
    [Symbol.dispose]: stop,
  };
}

/** The line as text: bar, bytes, share, speed, time left; without bytes, what is known. */
export function progressText({ bytesRead, bytesTotal }: BytesProgress, elapsedMs: number, width: number): string {
  if (bytesRead === 0) {
    const what = bytesTotal === 0 ? 'Working' : `Reading ${formatBytes(bytesTotal)}`;
    return `${what}, ${formatWholeSeconds(elapsedMs)}`;
  }
  const speed = `${formatBytes((bytesRead / elapsedMs) * 1000)}/s`;
  if (bytesTotal === 0) return `${formatBytes(bytesRead)}  ${speed}`;
  // Samples are read besides the whole: the count may pass the total a little.
  const share = Math.min(1, bytesRead / bytesTotal);
  const left = formatWholeSeconds((elapsedMs / share) * (1 - share));
  const text = `${formatBytes(bytesRead)} of ${formatBytes(bytesTotal)}  ${Math.floor(share * 100)}%  ${speed}  ${left} left`;
  return drawBar(share, width - text.length - 2) + text;
}

function drawBar(share: number, room: number): string {
  const width = Math.min(BAR.widest, room);
  if (width < BAR.narrowest) return '';
  const done = Math.round(share * width);
  return `${'█'.repeat(done)}${'░'.repeat(width - done)}  `;
}
