import type { Dialect } from './reading.js';
import { fit } from './fit.js';
import type { RecordSyntax } from './records.js';

const KINDS = ['\r\n', '\n', '\r'] as const;

/** Which record separator is at work, given the other marks of the dialect. */
export function detectNewline(texts: readonly string[], syntax: RecordSyntax): Dialect['newline'] {
  const text = texts.join('\n').replaceAll('\r\n', '\u2028');
  const present = KINDS.filter((kind) => text.includes(kind === '\r\n' ? '\u2028' : kind));
  const [only] = present;
  if (present.length < 2 && texts.length === 1) return only ?? '\n';
  const fits = new Map([...present, 'mixed' as const].map((newline) => [newline, fit(texts, { ...syntax, newline })]));
  const mixed = fits.get('mixed');
  // Line ends inside quotes do not count: a kind is enough when it alone finds every record.
  const enough = present.find((newline) => {
    const found = fits.get(newline);
    return found !== undefined && mixed !== undefined && found.records.length === mixed.records.length && found.score >= mixed.score;
  });
  if (enough !== undefined && !(enough === '\n' && endsRecords('\r\n', fits))) return enough;
  const [best] = [...fits].sort(([, a], [, b]) => b.score - a.score);
  return best !== undefined && mixed !== undefined && best[1].score > mixed.score * 1.02 ? best[0] : 'mixed';
}

function endsRecords(newline: Dialect['newline'], fits: ReadonlyMap<Dialect['newline'], { records: readonly unknown[] }>): boolean {
  return (fits.get(newline)?.records.length ?? 1) > 1;
}
