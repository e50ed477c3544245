import type { Dialect } from './reading.js';

/** What of a dialect decides where fields end. */
export type FieldSyntax = Pick<Dialect, 'delimiter' | 'quote' | 'escape' | 'newline'>;

/** More text is needed to tell. */
export const INCOMPLETE = -1;
/** The field is not a quoted one: its quote is part of the text. */
export const NOT_QUOTED = -2;

/** A quote that finds no partner within this many characters was no quote. */
const MAX_QUOTED_LENGTH = 16 * 1024 * 1024;

const isBlank = (char: string | undefined) => char === ' ' || char === '\t';

/** The first position at or after `at` that holds no space or tab, as far as these do not separate fields. */
export function skipBlanks(text: string, at: number, delimiter: string): number {
  while (isBlank(text[at]) && !text.startsWith(delimiter, at)) at++;
  return at;
}

/**
 * Where the quote that closes the field stands, for the field whose opening quote stands at `open`.
 *
 * A quote closes only before a delimiter, a line end or the end of the text. One elsewhere belongs to the text, unless
 * it opens a field itself: then the first one was a stray quote.
 */
export function closingQuote(text: string, open: number, syntax: FieldSyntax, final: boolean): number {
  const { quote, escape, delimiter } = syntax;
  for (let at = open + 1; ; at++) {
    const found = text.indexOf(quote, at);
    if ((found === -1 ? text.length : found) - open > MAX_QUOTED_LENGTH) return NOT_QUOTED;
    if (found === -1) return final ? NOT_QUOTED : INCOMPLETE;
    at = found;
    if (escape === quote) {
      if (at + 1 === text.length && !final) return INCOMPLETE;
      if (text[at + 1] === quote) {
        at++;
        continue;
      }
    } else if (isEscaped(text, open + 1, at, escape)) {
      continue;
    }
    const ends = isFieldEnd(text, skipBlanks(text, at + 1, delimiter), syntax, final);
    if (ends === undefined) return INCOMPLETE;
    if (ends) return at;
    if (opensField(text, open + 1, at, delimiter)) return NOT_QUOTED;
  }
}

/** A delimiter or line end stands at `at`; `undefined` when that cannot be known yet. */
function isFieldEnd(text: string, at: number, syntax: FieldSyntax, final: boolean): boolean | undefined {
  const { delimiter, newline } = syntax;
  if (text.startsWith(delimiter, at)) return true;
  if (at >= text.length) return final ? true : undefined;
  const rest = text.slice(at, at + delimiter.length);
  if (!final && at + rest.length === text.length && delimiter.startsWith(rest)) return undefined;
  if (text[at] === '\n') return newline === '\n' || newline === 'mixed';
  if (text[at] !== '\r') return false;
  if (newline === '\r' || newline === 'mixed' || text[at + 1] === '\n') return true;
  return at + 1 === text.length && !final ? undefined : false;
}

function opensField(text: string, from: number, at: number, delimiter: string): boolean {
  let end = at;
  while (end > from && isBlank(text[end - 1]) && !text.startsWith(delimiter, end - 1)) end--;
  if (end === from) return false;
  const before = text[end - 1];
  return before === '\n' || before === '\r' || text.startsWith(delimiter, Math.max(from, end - delimiter.length));
}

function isEscaped(text: string, from: number, at: number, escape: string): boolean {
  if (escape === '') return false;
  let start = at;
  while (start > from && text[start - 1] === escape) start--;
  return (at - start) % 2 === 1;
}

/** The text between two quotes, with its escapes undone. */
export function unescapeField(value: string, { quote, escape }: FieldSyntax): string {
  if (escape === '' || !value.includes(escape)) return value;
  if (escape === quote) return value.replaceAll(quote + quote, quote);
  return value.split(escape + escape).map((part) => part.replaceAll(escape + quote, quote)).join(escape);
}
