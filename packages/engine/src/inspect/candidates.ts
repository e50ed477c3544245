import type { ReadingOptions } from './reading.js';

/** Delimiters worth trying, with how likely they are before the text is looked at. */
const USUAL: ReadonlyMap<string, number> = new Map([
  [',', 1], [';', 1], ['\t', 1], ['|', 0.98], ['\x1f', 0.98], ['\x01', 0.98], ['\x1e', 0.95],
  ['^', 0.85], ['~', 0.85], ['§', 0.8], ['¦', 0.85], ['¬', 0.8], ['þ', 0.8], ['•', 0.7],
  [':', 0.62], [' ', 0.6], ['#', 0.55], ['&', 0.5], ['*', 0.5], ['!', 0.5], ['@', 0.4], ['=', 0.4], ['/', 0.4], ['_', 0.4],
]);
const COMPOUND_PRIOR = 0.97;
/** Two or more symbols in a row; blanks only after a usual delimiter. */
const COMPOUND = /[,;|] (?! )|[^\p{L}\p{N}\s"'_.\-()$€£¥]{2,4}/gu;

/** A delimiter to try. */
export interface DelimiterCandidate {
  readonly delimiter: string;
  /** 0 … 1: how likely it is before the text is looked at. */
  readonly prior: number;
}

/** The delimiters that occur in enough lines to be worth a try. */
export function delimiterCandidates(lines: readonly string[], options: ReadingOptions): DelimiterCandidate[] {
  if (options.delimiter !== undefined) return [{ delimiter: options.delimiter, prior: 1 }];
  const declared = /^sep=(.{1,4})$/i.exec(lines[0]?.trim() ?? '')?.[1];
  if (declared !== undefined) return [{ delimiter: declared, prior: 1 }];
  if (/^sep=\t?$/i.test(lines[0] ?? '')) return [{ delimiter: '\t', prior: 1 }];
  const candidates = [...USUAL].map(([delimiter, prior]) => ({ delimiter, prior }));
  for (const delimiter of compounds(lines)) candidates.push({ delimiter, prior: COMPOUND_PRIOR });
  const needed = Math.max(1, Math.floor(lines.length / 20));
  return candidates.filter(({ delimiter }) => {
    let found = 0;
    return lines.some((line) => line.includes(delimiter) && ++found >= needed);
  });
}

/** Symbol sequences that stand in nearly every line. */
function compounds(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines.slice(0, 100)) {
    const runs = line.match(COMPOUND)?.map((run) => run.replace(/^(..)\1+$/, '$1'));
    for (const run of new Set(runs)) counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  const needed = Math.max(2, Math.min(lines.length, 100) * 0.8);
  const found = [...counts].filter(([, count]) => count >= needed).map(([delimiter]) => delimiter);
  // A blank after the delimiter matters only before a quote, which many readers then take as text.
  return found.filter((delimiter) => !delimiter.endsWith(' ') || lines.some((line) => line.includes(`${delimiter}"`)));
}

/** The quote characters that could be at work between these delimiters; `''` for none. */
export function quoteCandidates(text: string, delimiter: string, options: ReadingOptions): string[] {
  if (options.quote !== undefined) return [options.quote];
  const quotes = ['"'];
  if (looksQuoted(text, delimiter, "'")) quotes.push("'");
  if (looksQuoted(text, delimiter, '`')) quotes.push('`');
  if (text.includes('"')) quotes.push('');
  return quotes;
}

function looksQuoted(text: string, delimiter: string, quote: string): boolean {
  if (!text.includes(quote)) return false;
  const edge = `(?:${delimiter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}|[\\r\\n]|^|$)`;
  return new RegExp(`${edge} *${quote}[^${quote}\\r\\n]*${quote} *${edge}`).test(text);
}
