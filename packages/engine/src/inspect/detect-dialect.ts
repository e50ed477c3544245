import { delimiterCandidates, quoteCandidates, type DelimiterCandidate } from './candidates.js';
import { detectNewline } from './detect-newline.js';
import { fit, type Fit } from './fit.js';
import type { ReadingOptions, ReadingWarning, TextSample } from './reading.js';
import type { RecordSyntax } from './records.js';

/** A dialect but for its header, comments and preamble, the others that came close, and what to tell people. */
export interface DialectChoice {
  readonly syntax: RecordSyntax;
  /** Fields of the typical record. */
  readonly width: number;
  readonly alternatives: readonly RecordSyntax[];
  readonly warnings: readonly ReadingWarning[];
}

const HEAD_LENGTH = 64 * 1024;
const MAX_HEAD_LENGTH = 1024 * 1024;
const PIECE_LENGTH = 8 * 1024;
const MIN_LINES = 8;
const COMMENT_LINE = /^#.*(?:\r\n|\n|\r|$)/gm;
const MAX_COMMENTS = 0.95;
/** Of the fields without quotes. */
const PADDED_SHARE = 0.95;
const EVEN_PRIOR = 0.8;
const MANY_FIELDS = 4;
/** What joins the words of a single name. */
const WITHIN_NAMES: ReadonlySet<string> = new Set([' ', '_', '/', '&']);
/** Another delimiter whose score reaches this share of the best one is worth a word. */
const CLOSE = 0.95;

/** Chooses the delimiter, quote, escape and newline under which the sample is most regular. */
export function detectDialect(sample: TextSample, options: ReadingOptions): DialectChoice {
  const excerpts = [excerpt(sample.head, HEAD_LENGTH), ...sample.pieces.map((piece) => excerpt(piece, PIECE_LENGTH))];
  const bare = options.comment === undefined ? withoutComments(excerpts) : undefined;
  const asTheyStand = candidateFits(excerpts, options);
  const uncommented = bare === undefined ? [] : candidateFits(bare, options);
  const areComments = (uncommented[0]?.score ?? 0) > (asTheyStand[0]?.score ?? 0);
  const [texts, fits] = areComments && bare !== undefined ? [bare, uncommented] : [excerpts, asTheyStand];
  const best = bestOf(fits);
  if (best === undefined) return { syntax: syntaxOf({ delimiter: ',' }, '"', options), width: 1, alternatives: [], warnings: [] };
  const syntax = { ...best.syntax, ...paddingOf(best, texts), escape: options.escape ?? detectEscape(texts, best.syntax) };
  const newline = options.newline ?? detectNewline(texts, syntax);
  const alternatives = closeAlternatives(best, fits);
  const warnings = alternatives.map((other) => ambiguity(best.syntax, other));
  return { syntax: { ...syntax, newline }, width: best.width, alternatives, warnings };
}

/** The texts without lines that may be comments; undefined without such lines, or when most lines are like them. */
function withoutComments(texts: readonly string[]): string[] | undefined {
  const marked = texts.reduce((sum, text) => sum + (text.match(COMMENT_LINE)?.length ?? 0), 0);
  const lines = texts.reduce((sum, text) => sum + text.split('\n').length, 0);
  return marked > 0 && marked < MAX_COMMENTS * lines ? texts.map((text) => text.replace(COMMENT_LINE, '')) : undefined;
}

/** A beginning that ends with a line and, where lines are long, still holds a few of them. */
function excerpt(text: string, length: number): string {
  for (let end = length; end < text.length && end <= MAX_HEAD_LENGTH; end *= 4) {
    const part = text.slice(0, end);
    const lastLine = Math.max(part.lastIndexOf('\n'), part.lastIndexOf('\r'));
    if (lastLine > 0 && part.split(/\r\n|\n|\r/, MIN_LINES + 1).length > MIN_LINES) return part.slice(0, lastLine + 1);
  }
  return text.slice(0, MAX_HEAD_LENGTH);
}

function syntaxOf({ delimiter, blanks }: Pick<DelimiterCandidate, 'delimiter' | 'blanks'>, quote: string, options: ReadingOptions): RecordSyntax {
  const { escape = quote, newline = 'mixed', comment = '', skip = 0 } = options;
  return { delimiter, ...(blanks === undefined ? {} : { blanks }), quote, escape, newline, comment, skipLines: skip };
}

/** A blank behind every delimiter matters where quotes follow it, which many readers then take as text. */
function paddingOf({ syntax: { delimiter, quote }, records }: Fit, texts: readonly string[]): Pick<RecordSyntax, 'blanks'> {
  if (quote === '' || delimiter.trim() === '' || !texts.some((text) => text.includes(`${delimiter} ${quote}`))) return {};
  const unquoted = records.flatMap(({ fields, quoted }) => fields.filter((field, index) => index > 0 && quoted[index] !== true && field !== ''));
  const padded = unquoted.filter((field) => field.startsWith(' ')).length;
  return padded >= PADDED_SHARE * unquoted.length ? { blanks: 'padding' } : {};
}

/** Every plausible way of reading the texts, the best first. */
function candidateFits(texts: readonly string[], options: ReadingOptions): Fit[] {
  const lines = texts.flatMap((text) => text.split(/\r\n|\n|\r/)).filter((line) => line.trim() !== '');
  const head = texts[0] ?? '';
  const fits: Fit[] = [];
  for (const candidate of delimiterCandidates(lines, options)) {
    for (const quote of quoteCandidates(head, candidate.delimiter, options)) {
      const found = fit(texts, syntaxOf(candidate, quote, options));
      if (found.width > 1 || options.delimiter !== undefined) fits.push({ ...found, score: found.score * priorOf(candidate, found) });
    }
  }
  if (options.delimiter === undefined) fits.push(...oneColumnFits(texts, options));
  return fits.sort((a, b) => b.score - a.score);
}

/** A symbol that seldom separates fields does so where it cuts every line alike: into names and values, or into many fields. */
function priorOf({ delimiter, prior }: DelimiterCandidate, { isNamed, isEven, width }: Fit): number {
  const joinsWords = WITHIN_NAMES.has(delimiter);
  const separates = (isNamed && (width > 2 || !joinsWords)) || (isEven && width >= MANY_FIELDS && !joinsWords);
  return separates ? Math.max(prior, EVEN_PRIOR) : prior;
}

/** The best score; but what leaves the first record out yields to what reads every record alike, the header included. */
function bestOf(fits: readonly Fit[]): Fit | undefined {
  const [best] = fits;
  return best?.isHeadless === true ? (fits.find(({ isWhole }) => isWhole) ?? best) : best;
}

/** Readings as one column: with a delimiter that separates nothing anywhere in the sample. */
function oneColumnFits(texts: readonly string[], options: ReadingOptions): Fit[] {
  return quoteCandidates(texts[0] ?? '', ',', options).flatMap((quote) => {
    const isUnquoted = quote === '' || !texts.some((text) => text.includes(quote));
    for (const delimiter of [',', '\t', ';', '|', '\x1f']) {
      if (isUnquoted && texts.some((text) => text.includes(delimiter))) continue;
      const found = fit(texts, syntaxOf({ delimiter }, quote, options));
      if (found.records.every(({ fields }) => fields.length === 1)) return [found];
    }
    return [];
  });
}

function closeAlternatives(best: Fit, fits: readonly Fit[]): RecordSyntax[] {
  const close = fits.filter((other) => other.score >= best.score * CLOSE && other.syntax.delimiter !== best.syntax.delimiter);
  const byDelimiter = new Map(close.filter(({ width }) => width > 1).map(({ syntax }) => [syntax.delimiter, syntax]));
  return [...byDelimiter.values()];
}

/** A backslash escapes quotes where it stands before them and reading it so leaves the records at least as regular. */
function detectEscape(texts: readonly string[], syntax: RecordSyntax): string {
  const { quote } = syntax;
  if (quote === '' || !texts.some((text) => text.includes(`\\${quote}`))) return quote;
  const doubled = fit(texts, syntax);
  const backslash = fit(texts, { ...syntax, escape: '\\' });
  const inner = (found: Fit, pattern: string) =>
    found.records.some(({ fields }) => fields.some((field) => field.includes(pattern)));
  if (backslash.score !== doubled.score) return backslash.score > doubled.score ? '\\' : quote;
  return inner(doubled, `\\${quote}`) ? '\\' : quote;
}

function ambiguity(chosen: RecordSyntax, other: RecordSyntax): ReadingWarning {
  const [taken, left] = [chosen, other].map(({ delimiter }) => JSON.stringify(delimiter));
  return {
    code: 'AMBIGUOUS_DIALECT',
    message: `Fields may be separated by ${taken} or by ${left}; ${taken} was chosen. Set the delimiter to ${left} to read it the other way.`,
  };
}
