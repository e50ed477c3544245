import { decompress } from '../decode/decompress.js';
import { decodeToUtf8 } from '../decode/encoding.js';
import type { Inspected } from './inspected.js';

/** The whole of a file as UTF-8 without its byte-order mark: read, unpacked and decoded as it was inspected. */
export function openText(file: Pick<Inspected, 'source' | 'compression' | 'encoding' | 'replaceInvalid'>, signal: AbortSignal, onReplaced?: (count: number) => void): AsyncIterable<Uint8Array> {
  const { source, compression, encoding, replaceInvalid } = file;
  const bytes = decompress(compression, source.read({ start: 0, end: source.size }, signal), { uri: source.uri, signal });
  const onInvalid = replaceInvalid ? 'replace' : 'error';
  return decodeToUtf8(encoding, bytes, { uri: source.uri, onInvalid, signal, ...(onReplaced === undefined ? {} : { onReplaced }) });
}
