import { isUtf8 } from 'node:buffer';
import { codecOf, incompleteUtf8 } from './codec.js';
import type { Encoding } from './encoding-labels.js';

interface Detected {
  readonly encoding: Encoding;
  readonly confidence: number;
  readonly bomBytes: number;
}

/** UTF-32LE's begins with UTF-16LE's, so it stands first. */
const BYTE_ORDER_MARKS: readonly (readonly [Encoding, Buffer])[] = [
  ['utf-8', Buffer.of(0xef, 0xbb, 0xbf)],
  ['utf-32le', Buffer.of(0xff, 0xfe, 0, 0)],
  ['utf-32be', Buffer.of(0, 0, 0xfe, 0xff)],
  ['utf-16le', Buffer.of(0xff, 0xfe)],
  ['utf-16be', Buffer.of(0xfe, 0xff)],
  ['gb18030', Buffer.of(0x84, 0x31, 0x95, 0x33)],
];

export function findByteOrderMark(bytes: Uint8Array): Detected | undefined {
  const found = BYTE_ORDER_MARKS.find(([, mark]) => mark.equals(bytes.subarray(0, mark.length)));
  return found === undefined ? undefined : { encoding: found[0], confidence: 1, bomBytes: found[1].length };
}

/** A byte-order mark, UTF-16 by its NULs, or UTF-8; `undefined` for anything else. */
export function detectUnicode(bytes: Buffer, { complete }: { readonly complete: boolean }): Detected | undefined {
  const marked = findByteOrderMark(bytes);
  if (marked !== undefined) return marked;
  // Before UTF-8: ASCII text in UTF-16 is valid UTF-8 as well, full of NULs.
  const utf16 = detectUtf16(bytes);
  if (utf16 !== undefined) return { encoding: utf16, confidence: 0.95, bomBytes: 0 };
  const whole = complete ? bytes : bytes.subarray(0, bytes.length - incompleteUtf8(bytes));
  if (isUtf8(whole)) return { encoding: 'utf-8', confidence: 1, bomBytes: 0 };
  if (isDamagedUtf8(whole)) return { encoding: 'utf-8', confidence: 0.6, bomBytes: 0 };
  return undefined;
}

/** Delimiters, digits and line ends have a NUL in their upper half in whatever script the text is. */
function detectUtf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (!bytes.includes(0)) return undefined;
  const nuls = [0, 0];
  bytes.forEach((byte, i) => {
    if (byte === 0) nuls[i % 2] = (nuls[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = nuls;
  const least = Math.max(1, bytes.length / 100);
  const encoding = odd >= least && even * 20 < odd ? 'utf-16le' : even >= least && odd * 20 < even ? 'utf-16be' : undefined;
  if (encoding === undefined || !endsLinesSo(bytes, encoding)) return undefined;
  const codec = codecOf(encoding);
  return codec.decode(bytes.subarray(0, codec.wholeBytes(bytes))).replaced === 0 ? encoding : undefined;
}

/** Most line feeds have their NUL beside them: a stray NUL in text of one byte a character has not. */
function endsLinesSo(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): boolean {
  const [lineFeed, upper] = encoding === 'utf-16le' ? [0, 1] : [1, 0];
  let all = 0;
  let paired = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    all += 1;
    if (at % 2 === lineFeed && bytes[at - lineFeed + upper] === 0) paired += 1;
  }
  return all === 0 || paired * 2 > all;
}

/** UTF-8 with a few bad bytes (two files joined, a text cut within a character) is no reason to call it Latin-1. */
function isDamagedUtf8(bytes: Buffer): boolean {
  const { text, replaced } = codecOf('utf-8').decode(bytes);
  const good = text.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0;
  return good >= 10 * replaced;
}
