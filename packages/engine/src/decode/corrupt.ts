import { EngineError } from '../errors.js';

export interface Corruption {
  readonly uri: string;
  readonly format: 'gzip' | 'zstd';
  /** Compressed bytes read without a fault. */
  readonly offset: number;
  readonly reason: string;
  readonly cause?: unknown;
}

export const corrupt = ({ uri, format, offset, reason, cause }: Corruption): EngineError =>
  new EngineError('DATA_CORRUPT', `${uri} is damaged: ${reason}, near byte ${offset} of its ${format} data`, {
    hint: 'Transfer or write the file again; no answer is given from part of it.',
    cause,
  });
