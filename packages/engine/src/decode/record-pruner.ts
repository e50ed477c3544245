import { partBuffers } from '../source/part-buffers.js';
import { CUT, type CutStream } from './cut-stream.js';
import { Packer } from './packer.js';
import { PRUNE_RECORDS_WASM } from './prune-records-wasm.js';
import type { Framing } from './record-boundaries.js';

/** The columns that records are cut down to. */
export interface KeptColumns {
  /** Of a record, all of them. */
  readonly width: number;
  /** Positions, ascending; at least one. */
  readonly kept: readonly number[];
  /** What is asked of the values of some of them, by position. @see plainCheck */
  readonly checks: ReadonlyMap<number, number>;
}

export interface PruneOptions extends KeptColumns {
  readonly framing: Framing;
  /** A cut is made behind the last whole record once so many bytes of the stream have passed since the one before. */
  readonly targetBytes: number;
}

/** A record is not as a table with this many columns has it. What that means is for a slower parser to say. */
export class OddRecord extends Error {
  override readonly name = 'OddRecord';
}

/** A value of a column with a check is not plain. Whether it fits the column's type is for SQL to say. */
export class UnplainValue extends Error {
  override readonly name = 'UnplainValue';
}

/** A record cut down to one column gets an empty one besides: an empty field alone would be an empty line, which is no record. */
export const isPadded = ({ kept }: Pick<KeptColumns, 'kept'>): boolean => kept.length === 1;

/** Whether records in this dialect can be cut down. */
export const isPrunable = ({ delimiter, newline, escape }: Framing, { width }: Pick<KeptColumns, 'width'>): boolean =>
  delimiter < 0x80 && newline !== '\r' && newline !== 'mixed' && escape !== 'backslash' && width > 1 && width <= MAX_COLUMNS;

/**
 * Cuts records down to the columns that a question needs, so that DuckDB parses no others: finding where fields end costs
 * a third of what parsing them costs. The output is CSV in the same dialect, with `\n` between records.
 * @throws OddRecord for whatever is not a clean record, UnplainValue for a value that does not pass its check; nothing that was given before is to be believed then
 */
export async function* pruneRecords(chunks: AsyncIterable<Uint8Array>, options: PruneOptions): CutStream {
  const kernel = openKernel(options);
  const packer = new Packer();
  let sinceCut = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += kernel.windowBytes) {
      const window = chunk.subarray(from, from + kernel.windowBytes);
      const { output, wholeBytes } = kernel.push(window);
      sinceCut += window.length;
      const cut = sinceCut >= options.targetBytes && wholeBytes > 0 ? wholeBytes : 0;
      yield* packer.add(output.subarray(0, cut));
      if (cut > 0) {
        sinceCut = 0;
        yield* packer.flush();
        yield CUT;
      }
      yield* packer.add(output.subarray(cut));
    }
    partBuffers.giveBack(chunk);
    yield* packer.flush();
  }
  yield* packer.add(kernel.finish());
  yield* packer.flush();
  packer.release();
}

/** Neither the ES libraries nor `@types/node` 20 describe it. */
declare const WebAssembly: { Module: new (bytes: Uint8Array) => object; Instance: new (module: object) => { readonly exports: unknown } };

interface Constant {
  readonly value: number;
}

/** What `assembly/prune-records.ts` exports: places in its memory among it. */
interface Exports {
  readonly TABLE: Constant;
  readonly BEGINNINGS: Constant;
  readonly CHECKS: Constant;
  readonly WINDOW: Constant;
  readonly WINDOW_BYTES: Constant;
  readonly OUTPUT: Constant;
  readonly UNPLAIN: Constant;
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly wholeBytes: Constant;
  readonly begin: (delimiter: number, quote: number, columns: number, lastKept: number, padded: number, crlf: number) => void;
  readonly push: (length: number) => number;
  readonly finish: () => number;
  readonly isPlain: (check: number, from: number, length: number, quote: number) => boolean;
}

/** So many have room in the kernel's tables; asked before there is a kernel. */
const MAX_COLUMNS = 10_000;
const NONE = 0xffff;
/** No byte of UTF-8. */
const NO_QUOTE = 0xff;

let compiled: object | undefined;

const instantiate = (): Exports => new WebAssembly.Instance((compiled ??= new WebAssembly.Module(Buffer.from(PRUNE_RECORDS_WASM, 'base64')))).exports as Exports;

let checker: Exports | undefined;

/** Whether texts pass a check. */
export function arePlain(texts: readonly string[], check: number): boolean {
  const { memory, isPlain, WINDOW, WINDOW_BYTES } = (checker ??= instantiate());
  const window = Buffer.from(memory.buffer, WINDOW.value, WINDOW_BYTES.value);
  return texts.every((text) => isPlain(check, WINDOW.value, window.write(text), NO_QUOTE));
}

interface Kernel {
  /** The longest window. */
  readonly windowBytes: number;
  /** What the window's bytes become, in memory that the next call writes over, and how much of it ends with a whole record. */
  push(window: Uint8Array): { readonly output: Uint8Array; readonly wholeBytes: number };
  finish(): Uint8Array;
}

function openKernel(options: PruneOptions): Kernel {
  const { framing, width, kept, checks } = options;
  const exports = instantiate();
  const memory = new Uint8Array(exports.memory.buffer);
  const ends = new Uint16Array(memory.buffer, exports.TABLE.value, width + 1).fill(NONE);
  const beginnings = new Uint16Array(memory.buffer, exports.BEGINNINGS.value, width);
  let behind = 0;
  for (const { first, last } of runsOf(options)) {
    ends.fill(last, behind, (behind = last + 1));
    beginnings[last] = first;
  }
  const codes = new Uint16Array(memory.buffer, exports.CHECKS.value, width);
  for (const [column, check] of checks) codes[column] = check;
  exports.begin(framing.delimiter, framing.quote ?? NO_QUOTE, width, kept.at(-1) ?? 0, Number(isPadded(options)), Number(framing.newline === '\r\n'));
  const output = (length: number): Uint8Array => {
    if (length === exports.UNPLAIN.value) throw new UnplainValue('a value is not plain');
    if (length < 0) throw new OddRecord('a record is not cut down');
    return memory.subarray(exports.OUTPUT.value, exports.OUTPUT.value + length);
  };
  return {
    windowBytes: exports.WINDOW_BYTES.value,
    push: (window) => {
      memory.set(window, exports.WINDOW.value);
      return { output: output(exports.push(window.length)), wholeBytes: exports.wholeBytes.value };
    },
    finish: () => output(exports.finish()),
  };
}

/** Kept columns beside each other, each with a check alone. */
function runsOf({ kept, checks }: KeptColumns): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const column of kept) {
    const run = runs.at(-1);
    if (run?.last === column - 1 && !checks.has(column) && !checks.has(run.last)) run.last = column;
    else runs.push({ first: column, last: column });
  }
  return runs;
}
