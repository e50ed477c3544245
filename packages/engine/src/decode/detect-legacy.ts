import chardet from 'chardet';
import { afterLastSeparator, codecOf } from './codec.js';
import { ENCODING_LABELS, type Encoding } from './encoding-labels.js';
import { plausibility } from './plausibility.js';

/** chardet reads all it is given some thirty times over; so much of the lines that are not plain ASCII says enough. */
const MAX_EVIDENCE_BYTES = 1 << 14;

/** What chardet does not know, or finds no words for when there is little text. */
const ALWAYS_TRIED: readonly Encoding[] = [
  'windows-1252', 'shift_jis', 'gb18030', 'big5', 'euc-kr', 'euc-jp', 'windows-874', 'cp866', 'cp850', 'iso-8859-15', 'macintosh',
];

/** Where chardet's answer has a superset that files rather are in, or a sibling it does not know. */
const ALSO_TRIED: Readonly<Record<string, readonly Encoding[]>> = {
  'iso-8859-1': ['windows-1252'],
  'iso-8859-9': ['windows-1254'],
  'koi8-r': ['koi8-r', 'koi8-u'],
};

/** How much likelier than another an encoding is before one looks at the text; decides only where the text does not. */
const PRIOR: Partial<Readonly<Record<Encoding, number>>> = { 'windows-1252': 0.02, 'windows-874': -0.1, 'iso-8859-15': -0.1, cp866: -0.2, macintosh: -0.25, cp850: -0.3 };

export interface Guess {
  readonly encoding: Encoding;
  readonly confidence: number;
}

interface Candidate {
  readonly encoding: Encoding;
  readonly text: string;
  readonly score: number;
}

/**
 * Guesses among the encodings from before Unicode. chardet knows letter statistics, and is often wrong on the few words
 * a table has; so its opinion is added to what the decoded text itself looks like. Western and Central European
 * alphabets remain hard to tell apart in a small sample, and that is what a low confidence says.
 */
export function detectLegacyEncoding(bytes: Buffer, { complete }: { readonly complete: boolean }): Guess {
  const evidence = linesBeyondAscii(complete ? bytes : bytes.subarray(0, afterLastSeparator(bytes)));
  const candidates = [...opinions(evidence)]
    .flatMap(([encoding, opinion]) => assess(encoding, opinion, evidence))
    .sort((a, b) => b.score - a.score);
  const best = candidates[0];
  if (best === undefined) return { encoding: 'iso-8859-1', confidence: 0.1 }; // It alone has a character for every byte.
  const rival = candidates.find(({ text }) => text !== best.text);
  const confidence = Math.min(0.9, Math.max(0.1, best.score - (rival?.score ?? 0)));
  const western = candidates.find(({ encoding, text }) => encoding === 'windows-1252' && text === best.text);
  return { encoding: (western ?? best).encoding, confidence };
}

/** No second byte is a line feed in any of these encodings. */
function linesBeyondAscii(bytes: Buffer): Buffer {
  const lines: Buffer[] = [];
  let length = 0;
  for (let at = 0; at < bytes.length && length < MAX_EVIDENCE_BYTES; ) {
    const end = bytes.indexOf(0x0a, at) + 1 || bytes.length;
    const line = bytes.subarray(at, Math.min(end, at + MAX_EVIDENCE_BYTES));
    at = end;
    if (!line.some((byte) => byte >= 0x80)) continue;
    lines.push(line);
    length += line.length;
  }
  return Buffer.concat(lines);
}

/** chardet's confidence by encoding, from 0 to 1. */
function opinions(evidence: Buffer): Map<Encoding, number> {
  const result = new Map(ALWAYS_TRIED.map((encoding) => [encoding, 0]));
  for (const { name, confidence } of chardet.analyse(evidence)) {
    const key = name.toLowerCase();
    for (const encoding of ALSO_TRIED[key] ?? (isEncoding(key) ? [key] : [])) {
      result.set(encoding, Math.max(result.get(encoding) ?? 0, confidence / 100));
    }
  }
  return result;
}

const isEncoding = (name: string): name is Encoding => Object.hasOwn(ENCODING_LABELS, name) && !name.startsWith('utf-');

function assess(encoding: Encoding, opinion: number, evidence: Buffer): Candidate[] {
  const { text, replaced } = codecOf(encoding).decode(evidence);
  // A bad byte in a hundred characters is damage, and an error later; more of them is another encoding.
  if (replaced * 100 > text.length || replaced * 20 > (text.match(/[^\0-\x7f]/gu)?.length ?? 0)) return [];
  const likelihood = plausibility(encoding, text);
  return likelihood === undefined ? [] : [{ encoding, text, score: opinion + likelihood + (PRIOR[encoding] ?? 0) }];
}
