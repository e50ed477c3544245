const LITERAL_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['\0', '\\u0000'],
  // Spark replaces ${…} anywhere in a statement, in literals too.
  ['$', '\\u0024'],
]);

/** A string literal of Spark's, where a backslash escapes. */
export const sparkText = (text: string): string => `'${text.replace(/[\\'\0$]/g, (character) => LITERAL_ESCAPES.get(character) ?? '')}'`;

/** A quoted identifier of Spark's. `${` cannot be written in one: see `isNameable`. */
export const sparkName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

export const isNameable = (name: string): boolean => name !== '' && !name.includes('${') && !name.includes('\0');
