import { sparkText } from '../spark-text.js';

const TOKENS: Readonly<Record<string, string>> = {
  '%Y': 'yyyy', '%m': 'MM', '%d': 'dd', '%H': 'HH', '%M': 'mm', '%S': 'ss', '%b': 'MMM', '%B': 'MMMM', '%a': 'EEE', '%A': 'EEEE', '%j': 'DDD', '%%': '%',
};

/** A strftime format as a literal of Spark's for `date_format`; undefined if it has other parts. */
export function datePattern(format: string | undefined): string | undefined {
  if (format === undefined) return undefined;
  let pattern = '';
  for (const [token] of format.matchAll(/%.|[^%]|%/gsu)) {
    const known = TOKENS[token] ?? (/^[ \-/.,:_]$/.test(token) ? token : /^[A-Za-z]$/.test(token) ? `'${token}'` : undefined);
    if (known === undefined) return undefined;
    pattern += known;
  }
  // Two quoted letters in a row: '' would be a quote.
  return sparkText(pattern.replaceAll("''", ''));
}
