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
  // Thai has no word of one letter; a `©` or `£` by itself would be one.
  if (encoding === 'windows-874' && !/[\u0e01-\u0e5b]{2}/.test(text)) return 0;
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
  /[^\P{Script=Latin}\0-\x7f](?=\d)/gu,
  /\p{Ll}\p{Lu}/gu,
  /\p{Script=Latin}(?=[^\P{L}\p{Script=Latin}])|[^\P{L}\p{Script=Latin}](?=\p{Script=Latin})/gu,
  /(?<=\p{L})[\p{S}\p{No}¡-¿‚„†‡‰‹›](?=\p{L})/gu,
  /[ªº](?=\p{L})/gu,
];

/** Signs in the places where people write them: money and degrees at numbers, quotes around words, hard spaces at the end. */
const SIGNS = [
  /[£€¥](?=[\s-]?\d)|(?<=\d ?)[£€¥¢°]|(?<!\p{L})[¼½¾]/gu,
  /\u00a0(?=[\s\d,;|"]|$)/gu,
  /(?<![\p{L}\d])[“‘„](?=[\p{L}\d])|(?<=[\p{L}\d.!?])[”’](?!\p{L})|(?<=\p{L})’(?=\p{L})|(?<=\s)[–—•](?=\s)/gu,
  /(?<!\p{L})[©®](?!\p{L})/gu,
];

function alphabetic(text: string, beyondAscii: number): number {
  const count = (patterns: readonly RegExp[]): number => patterns.reduce((sum, pattern) => sum + (text.match(pattern)?.length ?? 0), 0);
  return (count([/[^\P{L}\0-\x7f]/gu]) + count(SIGNS) - 2 * count(ODDITIES)) / beyondAscii;
}
