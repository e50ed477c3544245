const LITERAL_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['\0', '\\u0000'],
  // Spark replaces ${…} anywhere in a statement, in literals too.
  ['$', '\\u0024'],
]);

/** A string literal of Spark's, where a backslash escapes. */
export const sparkText = (text: string): string => `'${text.replace(/[\\'\0$]/g, (character) => LITERAL_ESCAPES.get(character) ?? '')}'`;

/** What DuckDB's `trim` takes away: blanks of every kind that Unicode has. Spark's own takes one kind. */
const BLANKS = `'\\u0020\\u00A0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200A\\u202F\\u205F\\u3000'`;

export const sparkTrim = (text: string, side: 'BOTH' | 'LEADING' | 'TRAILING' = 'BOTH'): string => `trim(${side} ${BLANKS} FROM ${text})`;

/** A quoted identifier of Spark's. `${` cannot be written in one: see `isNameable`. */
export const sparkName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

export const isNameable = (name: string): boolean => name !== '' && !name.includes('${') && !name.includes('\0');
