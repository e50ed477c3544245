import { EngineError } from '../errors.js';
import type { Source } from '../source/source.js';
import { decodeToUtf8, detectEncoding, parseEncoding, type Encoding } from '../decode/encoding.js';
import type { Inspected } from './inspected.js';
import { assertCsv } from './not-csv.js';
import { parseRecords } from './records.js';
import { readSample } from './read-sample.js';
import type { Dialect, ReadingOptions, TextSample } from './reading.js';
import { sampleSource, type ByteSample } from './sample-source.js';

export interface InspectOptions extends ReadingOptions {
  /** A label such as `latin1`; detected when absent. */
  readonly encoding?: string;
  /** Replace what cannot be decoded by U+FFFD instead of failing. @default false */
  readonly replaceInvalid?: boolean;
}

/** Compressed CSV grows about so much; an estimate only decides over how many pipes the records are spread. */
const COMPRESSED_GROWTH = 8;

/** Looks at the head, the middle and the end of a source and says how to read it. */
export async function inspectSource(source: Source, options: InspectOptions, signal: AbortSignal): Promise<Inspected> {
  const sample = await sampleSource(source, signal);
  const { encoding, bomBytes } = encodingOf(sample, options);
  const text = await decodeSample(sample, encoding, source.uri, signal);
  if (text.complete && text.head.trim() === '') throw emptyFile(source.uri);
  assertCsv(sample.head, text.head);
  const reading = readSample(text, options);
  return {
    source,
    compression: sample.compression,
    encoding,
    hasBom: bomBytes > 0,
    replaceInvalid: options.replaceInvalid ?? false,
    reading,
    dataStart: dataStart(text.head, reading.dialect),
    expectedBytes: sample.compression === 'none' ? source.size : source.size * COMPRESSED_GROWTH,
  };
}
