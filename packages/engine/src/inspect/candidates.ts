import type { Blanks, ReadingOptions } from './reading.js';

/** Delimiters worth trying, with how likely they are before the text is looked at. */
const USUAL: ReadonlyMap<string, number> = new Map([
  [',', 1], [';', 1], ['\t', 1], ['|', 0.98], ['\x1f', 0.98], ['\x01', 0.98], ['\x1e', 0.95],
  ['^', 0.85], ['~', 0.85], ['§', 0.8], ['¦', 0.85], ['¬', 0.8], ['þ', 0.8], ['•', 0.7],
  [':', 0.62], [' ', 0.65], ['#', 0.55],
]);
const COMPOUND_PRIOR = 0.97;
/** Neither a letter or digit nor what stands within words, numbers and dates. */
const SYMBOL = /[^\p{L}\p{N}\s\0"'.-]/gu;
const EVEN_LINES = 100;
const EVEN_PRIOR = 0.3;
/** Symbols in a row, as between fields that are empty. */
const SYMBOLS = /[|~^;:,#*&@§¦¬<>]{2,}/g;
const MAX_COMPOUND = 4;
const QUOTED = /"[^"]*"|'[^']*'/g;
/** Delimiters above this prior hardly stand in text by themselves. */
const LIKELY = 0.9;
/** Of the lines; the others may be titles, notes and comments. */
const COMPOUND_SHARE = 0.5;

/** A delimiter to try. */
export interface DelimiterCandidate {
  readonly delimiter: string;
  /** A blank in a row of them, where lines have such rows. */
  readonly blanks?: Blanks;
  /** 0 … 1: how likely it is before the text is looked at. */
  readonly prior: number;
}

/** The delimiters that occur in enough lines to be worth a try. */
export function delimiterCandidates(lines: readonly string[], options: ReadingOptions): DelimiterCandidate[] {
  if (options.delimiter !== undefined) return withRuns([{ delimiter: options.delimiter, prior: 1 }], lines);
  const declared = /^sep=(.{1,4})$/i.exec(lines[0]?.trim() ?? '')?.[1];
  if (declared !== undefined) return [{ delimiter: declared, prior: 1 }];
  if (/^sep=\t?$/i.test(lines[0] ?? '')) return [{ delimiter: '\t', prior: 1 }];
  const candidates = [...USUAL].map(([delimiter, prior]) => ({ delimiter, prior }));
  for (const delimiter of compounds(lines)) candidates.push({ delimiter, prior: COMPOUND_PRIOR });
  for (const delimiter of evenSymbols(lines)) candidates.push({ delimiter, prior: EVEN_PRIOR });
  const needed = Math.max(1, Math.floor(lines.length / 20));
  const found = candidates.filter(({ delimiter }) => isIn(lines, delimiter, needed));
  return withRuns(found, lines);
}

/** A sequence stands in so many lines. */
function isIn(lines: readonly string[], sequence: string, needed: number): boolean {
  let found = 0;
  return lines.some((line) => line.includes(sequence) && ++found >= needed);
}

/** Where blanks stand in rows, each row of them may be one delimiter. */
function withRuns(candidates: readonly DelimiterCandidate[], lines: readonly string[]): DelimiterCandidate[] {
  return candidates.flatMap((candidate) =>
    candidate.delimiter === ' ' && isIn(lines, '  ', 1) ? [candidate, { ...candidate, blanks: 'run' as const }] : [candidate],
  );
}

/** Any other symbols that stand as often in each line as in the first one, and in it more than once. */
function evenSymbols([first = '', ...others]: readonly string[]): string[] {
  const symbols = [...new Set(first.match(SYMBOL))].filter((symbol) => !USUAL.has(symbol));
  return symbols.filter((symbol) => {
    const width = first.split(symbol).length;
    return width > 2 && others.slice(0, EVEN_LINES).every((line) => line.split(symbol).length === width);
  });
}

/** Symbol sequences that stand in most lines, and never as a single symbol. */
function compounds(lines: readonly string[]): string[] {
  const looked = lines.slice(0, 100);
  const counts = new Map<string, number>();
  for (const line of looked) {
    for (const unit of new Set(line.match(SYMBOLS)?.flatMap(units))) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  const found = [...counts].filter(([, count]) => count >= looked.length * COMPOUND_SHARE).map(([unit]) => unit);
  return found.filter((unit) => !isEmptyField(unit, looked));
}

/** What a run of symbols may be made of: `||||` of `||`, `~|~~|~` of `~|~`. */
function units(run: string): string[] {
  const found: string[] = [];
  for (let length = 2; length <= Math.min(MAX_COMPOUND, run.length); length++) {
    const unit = run.slice(0, length);
    if (unit.repeat(run.length / length) === run) found.push(unit);
  }
  return found;
}

/** The unit repeats one symbol that separates fields by itself: `,,` is an empty field between commas. */
function isEmptyField(unit: string, lines: readonly string[]): boolean {
  const symbol = unit[0] ?? '';
  if (unit !== symbol.repeat(unit.length)) return false;
  if (symbol === ',') return true;
  const alone = lines.filter((line) => line.replace(QUOTED, '').split(unit).some((part) => part.includes(symbol))).length;
  return alone > ((USUAL.get(symbol) ?? 0) > LIKELY ? 0 : lines.length / 2);
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
  return new RegExp(`${edge} *${quote}(?:[^${quote}]|${quote}${quote}){0,400}${quote} *${edge}`).test(text);
}
