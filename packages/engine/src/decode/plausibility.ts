import iconv from 'iconv-lite';
import type { Encoding } from './encoding-labels.js';

/** The bytes of everyday text: kana, hangul, the first level of kanji and hanzi, their punctuation. */
const EVERYDAY_BYTES: Partial<Readonly<Record<Encoding, RegExp>>> = {
  shift_jis: /^(?:[\x81-\x83\x88-\x97].|[\xa6-\xdf])$/s,
  'euc-jp': /^(?:[\xa1\xa3-\xa5\xb0-\xcf].|\x8e.)$/s,
  gb18030: /^[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]$/,
  big5: /^[\xa1-\xc6].$/s,
  'euc-kr': /^[\xa1-\xa3\xb0-\xc8][\xa1-\xfe]$/,
};

/**
 * How far decoded text looks like text that people write: 1 entirely, 0 neither way, below it rather not; `undefined`
 * for text with control characters, which mean that the bytes were something else.
 */
export function plausibility(encoding: Encoding, text: string): number | undefined {
  if (/[\x80-\x9f]/.test(text)) return undefined;
  const beyondAscii = text.match(/[^\0-\x7f]/gu) ?? [];
  if (beyondAscii.length === 0) return undefined;
  const everyday = EVERYDAY_BYTES[encoding];
  if (everyday === undefined) return alphabetic(text, beyondAscii.length);
  return ideographic(beyondAscii, text, (character) => everyday.test(iconv.encode(character, encoding).toString('latin1')));
}

/** East Asian characters stand in rows; one by itself is a `°` or an `é` with the letter after it, misread. */
function ideographic(characters: readonly string[], text: string, isEveryday: (character: string) => boolean): number {
  if (!/[\u3000-\uff60\uffe0-\uffff]/.test(text) || !/[^\0-\x7f]{2}/.test(text)) return 0;
  return (2 * characters.filter(isEveryday).length) / characters.length - 1;
}

/** What no alphabet does within a word: a capital after a small letter, two scripts, a sign between letters. */
const ODDITIES = [
  /\p{Ll}\p{Lu}/gu,
  /\p{Script=Latin}(?=[^\P{L}\p{Script=Latin}])|[^\P{L}\p{Script=Latin}](?=\p{Script=Latin})/gu,
  /(?<=\p{L})[\p{S}\p{No}¡-¿‚„†‡‰‹›](?=\p{L})/gu,
  /[ªº](?=\p{L})/gu,
];

function alphabetic(text: string, beyondAscii: number): number {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const odd = ODDITIES.reduce((sum, pattern) => sum + count(pattern), 0);
  return (count(/[^\P{L}\0-\x7f]/gu) - 2 * odd) / beyondAscii;
}
