import type { Dialect } from './reading.js';
import { fit, type Fit } from './fit.js';
import { RecordParser, type RecordSyntax } from './records.js';

/** One kind of line end is preferred to several when it makes the records this much more regular. */
const MARGIN = 1.02;
const KINDS = ['\r\n', '\n', '\r'] as const;

/** Which record separator is at work, given the other marks of the dialect. */
export function detectNewline(texts: readonly string[], syntax: RecordSyntax): Dialect['newline'] {
  const marked = texts.map((text) => text.replaceAll('\r\n', '\u2028'));
  const present = KINDS.filter((kind) => marked.some((text) => text.includes(kind === '\r\n' ? '\u2028' : kind)));
  const [only] = present;
  if (present.length < 2) return only ?? '\n';
  const mixed = fit(texts, { ...syntax, newline: 'mixed' });
  const fits = new Map(present.map((newline) => [newline, fit(texts, { ...syntax, newline })]));
  // Line ends inside quotes do not count: one kind is enough when it alone finds every record.
  const isEnough = ({ records, score }: Fit) => records.length === mixed.records.length && score >= mixed.score;
  const enough = present.find((newline) => isEnough(fits.get(newline) ?? mixed));
  // A line feed ends CRLF lines as well, so it is always enough there.
  if (enough !== undefined && !(enough === '\n' && endsAtCrlf(texts, syntax))) return enough;
  const [best] = [...fits].sort(([, a], [, b]) => b.score - a.score);
  return best !== undefined && best[1].score > mixed.score * MARGIN ? best[0] : 'mixed';
}

/** CRLF stands outside quotes too. A text may end within a quoted field, so nothing is said of what follows its last record. */
function endsAtCrlf(texts: readonly string[], syntax: RecordSyntax): boolean {
  return texts.some((text) => {
    const parser = new RecordParser({ ...syntax, newline: '\n' });
    parser.push(text);
    return parser.passedCrlf;
  });
}
