const MISSING = /^(?:n\/?a|#n\/a|<na>|null|\(null\)|none|nil|-{1,3}|\.{1,3}|\?|\\n|nan|nat)$/i;

/** The text is one of those that mean "no value" in columns of numbers and dates. */
export function isMissingMarker(text: string): boolean {
  return MISSING.test(text);
}
