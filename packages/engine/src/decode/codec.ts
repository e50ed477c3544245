import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { Encoding } from './encoding-labels.js';

/** What decoding a stream needs to know about an encoding. Holds no state: pieces are whole characters. */
export interface Codec {
  /** How many of the bytes are whole characters for certain; the others wait for what follows them. */
  wholeBytes(bytes: Buffer): number;
  /** Whether the bytes are their own UTF-8 already. */
  isUtf8(bytes: Buffer): boolean;
  /** `replaced` counts the U+FFFD in the text that stand for invalid bytes. */
  decode(bytes: Buffer): { readonly text: string; readonly replaced: number };
  /** Where the first invalid bytes are, given that there are some. */
  firstInvalid(bytes: Buffer): number;
}

export function codecOf(encoding: Encoding): Codec {
  switch (encoding) {
    case 'utf-8':
      return utf8;
    case 'utf-16le':
      return utf16((bytes) => bytes);
    case 'utf-16be':
      return utf16((bytes) => Buffer.from(bytes).swap16());
    case 'utf-32le':
    case 'utf-32be':
      return { ...tabled(encoding, (bytes) => bytes.length - (bytes.length % 4)), isUtf8: () => false };
    case 'shift_jis':
    case 'euc-jp':
    case 'gb18030':
    case 'big5':
    case 'euc-kr':
      return tabled(encoding, afterLastSeparator);
    default:
      return tabled(encoding, (bytes) => bytes.length);
  }
}

const count = (text: string, character: string): number => text.split(character).length - 1;

const utf8: Codec = {
  isUtf8,
  wholeBytes: (bytes) => bytes.length - incompleteUtf8(bytes),
  decode(bytes) {
    const text = bytes.toString();
    return { text, replaced: count(text, '\ufffd') - count(bytes.toString('latin1'), '\xef\xbf\xbd') };
  },
  firstInvalid(bytes) {
    const valid = (length: number): number => length - incompleteUtf8(bytes.subarray(0, length));
    const bad = lowest(bytes.length, (length) => !isUtf8(bytes.subarray(0, valid(length))));
    return valid(bad - 1);
  },
};

/** Bytes at the end, at most 3, that begin a character and do not finish it. */
export function incompleteUtf8(bytes: Uint8Array): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length += 1) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (byte >= 0xc0) return length < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) ? length : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

const ANY_SURROGATE = /[\ud800-\udfff]/;
/** With `u`, the two halves of a pair are one character that does not match. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

function utf16(littleEndian: (bytes: Buffer) => Buffer): Codec {
  const units = (bytes: Buffer): string => littleEndian(bytes.subarray(0, bytes.length & ~1)).toString('utf16le');
  return {
    isUtf8: () => false,
    wholeBytes(bytes) {
      const even = bytes.length & ~1;
      const last = units(bytes.subarray(Math.max(0, even - 2), even)).charCodeAt(0);
      return last >= 0xd800 && last < 0xdc00 ? even - 2 : even;
    },
    decode(bytes) {
      const text = units(bytes);
      const lone = ANY_SURROGATE.test(text) ? (text.match(LONE_SURROGATE)?.length ?? 0) : 0;
      const odd = bytes.length % 2;
      return { text: (lone > 0 ? text.replace(LONE_SURROGATE, '\ufffd') : text) + '\ufffd'.repeat(odd), replaced: lone + odd };
    },
    firstInvalid(bytes) {
      const text = units(bytes);
      const lone = text.search(LONE_SURROGATE);
      return 2 * (lone < 0 ? text.length : lone);
    },
  };
}

/** Space, comma, quote, line ends: bytes below `0`, which no double-byte encoding uses for a second byte. */
export function afterLastSeparator(bytes: Buffer): number {
  let at = bytes.length;
  while (at > 0 && (bytes[at - 1] ?? 0) >= 0x30) at -= 1;
  return at;
}

/** iconv-lite, always fresh: fed chunk by chunk it loses characters at the borders (GB18030's four-byte ones). */
function tabled(encoding: Encoding, wholeBytes: Codec['wholeBytes']): Codec {
  return {
    wholeBytes,
    isUtf8: isAscii,
    decode(bytes) {
      const text = iconv.decode(bytes, encoding, { stripBOM: false });
      return { text, replaced: count(text, '\ufffd') };
    },
    firstInvalid(bytes) {
      const begins = (length: number): string => iconv.getDecoder(encoding, { stripBOM: false }).write(bytes.subarray(0, length));
      return lowest(bytes.length, (length) => begins(length).includes('\ufffd')) - 1;
    },
  };
}

/** The least length from 1 to `most` that satisfies a condition which, once true, stays true; `most` if none does. */
function lowest(most: number, condition: (length: number) => boolean): number {
  let from = 1;
  let to = most;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (condition(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
