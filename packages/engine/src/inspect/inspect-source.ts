import { decodeToUtf8, detectEncoding, parseEncoding, type DetectedEncoding, type Encoding } from '../decode/encoding.js';
import { once } from '../decode/once.js';
import { EngineError, toEngineError } from '../errors.js';
import type { Source } from '../source/source.js';
import { whereDataStarts } from './data-start.js';
import { duckdbReads } from './duckdb-reads.js';
import type { Inspected } from './inspected.js';
import { assertCsv } from './not-csv.js';
import { readSample } from './read-sample.js';
import type { Dialect, ReadingOptions, TextSample } from './reading.js';
import type { SiblingDialects } from './sibling-dialects.js';
import { sampleSource, type ByteSample } from './sample-source.js';

export interface InspectOptions extends ReadingOptions {
  /** A label such as `latin1`; detected when absent. */
  readonly encoding?: string;
  /** Replace what cannot be decoded by U+FFFD instead of failing. @default false */
  readonly replaceInvalid?: boolean;
}

/** Compressed CSV grows about so much; the estimate only decides over how many pipes the records are spread. */
const COMPRESSED_GROWTH = 8;

/** The options of one file of a table. */
interface TableOptions extends InspectOptions {
  /** Each of many files gives a smaller sample, and teaches how the others are read. */
  readonly siblings?: SiblingDialects;
}

/** Looks at the head, the middle and the end of a source and says how to read it. */
export async function inspectSource(source: Source, options: TableOptions, signal: AbortSignal): Promise<Inspected> {
  const sample = await sampleSource(source, options.siblings?.files ?? 1, signal);
  const { encoding, bomBytes } = encodingOf(sample, options);
  const text = await decodeSample(sample, encoding, source.uri);
  assertIsCsv(source.uri, sample, text);
  if (text.complete && text.head.trim() === '') throw emptyFile(source.uri);
  const { reading, headRows } = readSample(text, options, options.siblings);
  const expectedBytes = sample.compression === 'none' ? source.size : source.size * COMPRESSED_GROWTH;
  return {
    source,
    compression: sample.compression,
    encoding,
    hasBom: bomBytes > 0,
    replaceInvalid: options.replaceInvalid ?? false,
    reading,
    parser: duckdbReads(reading) && !isSmallAndQuoted(text, reading.dialect) ? 'duckdb' : 'own',
    ...whereDataStarts(text.head, reading.dialect),
    expectedBytes,
    rowCount: countRows(text, headRows, expectedBytes),
  };
}

function assertIsCsv(uri: string, sample: ByteSample, text: TextSample): void {
  try {
    assertCsv(sample.head, text.head);
  } catch (error) {
    const { code, message, hint } = toEngineError(error);
    throw new EngineError(code, `${uri}: ${message}`, { cause: error, ...(hint === undefined ? {} : { hint }) });
  }
}

function encodingOf({ head, complete }: ByteSample, options: InspectOptions): DetectedEncoding {
  const detected = detectEncoding(head, { complete });
  return options.encoding === undefined ? detected : { ...detected, encoding: parseEncoding(options.encoding, head) };
}

async function decodeSample(sample: ByteSample, encoding: Encoding, uri: string): Promise<TextSample> {
  const [head = '', ...pieces] = await Promise.all([sample.head, ...sample.pieces].map((bytes) => decodePart(bytes, encoding, uri)));
  if (sample.complete) return { head, pieces: [], complete: true };
  return { head: wholeLines(head), pieces: pieces.map(fromLineStart), complete: false };
}

/** A sample may begin or end within a character, which is no fault of the file: its scan will tell real ones. */
async function decodePart(bytes: Uint8Array, encoding: Encoding, uri: string): Promise<string> {
  const parts: Uint8Array[] = [];
  const options = { uri, onInvalid: 'replace', signal: new AbortController().signal } as const;
  for await (const part of decodeToUtf8(encoding, once(bytes), options)) parts.push(part);
  return Buffer.concat(parts).toString();
}

/**
 * A quote that is never closed can make DuckDB take many records for one, without an error. In a small file nothing is
 * lost by reading it here; in a large one DuckDB nearly always notices, and then it is read here after all.
 */
const isSmallAndQuoted = ({ head, complete }: TextSample, { quote }: Dialect): boolean => complete && quote !== '' && head.includes(quote);

/** Exact for a whole file; else as many rows as the head has to the byte. */
function countRows({ head, complete }: TextSample, headRows: number, expectedBytes: number): Inspected['rowCount'] {
  return complete ? { value: headRows, exact: true } : { value: Math.round((headRows * expectedBytes) / Buffer.byteLength(head)), exact: false };
}

const LINE_END = /\r\n|\n|\r/;

/** Without the line that the sample cut; a head of one endless line stays, so that it can be told what it is. */
function wholeLines(text: string): string {
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r', text.length - 2));
  return end < 0 ? text : text.slice(0, end + 1);
}

function fromLineStart(text: string): string {
  const end = LINE_END.exec(text);
  return end === null ? '' : text.slice(end.index + end[0].length);
}

const emptyFile = (uri: string): EngineError =>
  new EngineError('DATA_NOT_CSV', `${uri} is empty`, { hint: 'There is nothing to read; check that the right file was written.' });
