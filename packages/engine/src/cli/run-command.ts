import { createEngine, type Engine, type EngineOptions } from '../engine.js';
import type { Format } from '../result/formats/format-answer.js';
import { reportError } from './report-error.js';

export interface CommandContext {
  readonly engine: Engine;
  readonly signal: AbortSignal;
  readonly color: boolean;
}

/** Colours on a terminal, unless NO_COLOR says no or FORCE_COLOR says yes. */
export const wantsColor = (stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env): boolean =>
  (env.NO_COLOR ?? '') === '' && (stream.isTTY || (env.FORCE_COLOR ?? '') !== '');

const WIDTH_WITHOUT_TERMINAL = 120;

/** Columns to fill. A terminal that was given no size, as in some containers, says 0. */
export const terminalWidth = (): number => (process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : WIDTH_WITHOUT_TERMINAL);

/** A table for eyes, CSV for pipes. */
export const formatOrDefault = (format: Format | undefined): Format => format ?? (process.stdout.isTTY ? 'table' : 'csv');

/** What a command gives: the result for stdout, and what stderr says after it. */
export interface Printed {
  readonly result: string;
  readonly notes?: string;
}

/** Runs one command with an engine, prints what it gives, and sets the exit code whatever happens. */
export async function runCommand(format: Format, options: () => EngineOptions, command: (context: CommandContext) => Promise<Printed | string>): Promise<void> {
  const interrupted = new AbortController();
  let engine: Engine | undefined;
  const onSignal = (): void => {
    interrupted.abort();
    // DuckDB may take its time to follow an interrupt; its process does not have to.
    void engine?.[Symbol.asyncDispose]();
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    engine = createEngine(options());
    const printed = await command({ engine, signal: interrupted.signal, color: wantsColor(process.stdout) });
    const { result, notes = '' } = typeof printed === 'string' ? { result: printed } : printed;
    await print(result);
    process.stderr.write(notes);
  } catch (error) {
    process.exitCode = reportError(error, process.stderr, { format, color: wantsColor(process.stderr) });
  } finally {
    await engine?.[Symbol.asyncDispose]();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** Writes the result; a reader that has seen enough (`| head`) is no failure. */
async function print(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: NodeJS.ErrnoException | null): void => (!error || error.code === 'EPIPE' ? resolve() : reject(error));
    process.stdout.once('error', settle);
    process.stdout.write(text, (error) => {
      // A failed write emits its error only after this: without a listener then, it would end the process.
      if (!error) process.stdout.off('error', settle);
      settle(error);
    });
  });
}
