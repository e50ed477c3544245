/** Controls, bidirectional overrides, invisible format characters and tags, line separators, unpaired surrogates. */
const UNSAFE = /[\p{Cc}\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB\p{Cs}\u{E0000}-\u{E007F}]/gu;

/**
 * Makes what a terminal or a reader would act on, rather than show, visible: ESC becomes ␛, a newline ␊, a
 * right-to-left override \u{202e}. Joiners inside words and emoji stay as they are.
 */
export const visibleText = (text: string): string => text.replaceAll(UNSAFE, visible);

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\\u{${code.toString(16)}}`;
}
