/** Parts that RE2 and Java read alike, one after the other. */
const PARTS: readonly RegExp[] = [
  /^[\w \-,:;/@#%&=~"'<>!]/, // itself
  /^\\[.\\+*?()[\]{}|^$/-]/, // itself, escaped
  /^\\[dwDW]/, // ASCII in both
  /^\[\^?(?:(?:[A-Za-z0-9](?:-[A-Za-z0-9])?)|[ _,:;/@#%=.+]|\\[.\\\-dw])+\]/, // a class
  /^\((?!\?)/,
  /^\(\?:/,
  /^[).|^$]/,
  /^(?:[*+?]|\{\d{1,2}(?:,\d{0,2})?\})(?![*+{])/,
];

/**
 * An RE2 pattern as Java takes it; undefined if it has parts that the two may read in different ways.
 * `$` is the end of the text in RE2, in Java also what is before a last newline; `.` leaves out only `\n` in RE2.
 */
export function javaPattern(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  let java = '(?d)';
  for (let rest = pattern; rest !== ''; ) {
    const part = PARTS.map((known) => known.exec(rest)?.[0]).find((text) => text !== undefined);
    if (part === undefined) return undefined;
    java += part === '$' ? '\\z' : part === '^' ? '\\A' : part;
    rest = rest.slice(part.length);
  }
  return java;
}
