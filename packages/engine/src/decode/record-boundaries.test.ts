import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecordCutter, type CutterOptions } from './record-boundaries.js';

const COMMA = 0x2c;
const QUOTE = 0x22;
const dialect = { delimiter: COMMA, quote: QUOTE, escape: 'doubled', newline: '\n', targetBytes: 1 } as const satisfies CutterOptions;

const cutAll = (text: string, options: CutterOptions, lengths: readonly number[] = []): number[] => {
  const cutter = new RecordCutter(options);
  const bytes = Buffer.from(text, 'latin1');
  const cuts: number[] = [];
  let at = 0;
  for (const length of lengths) cuts.push(...cutter.push(bytes.subarray(at, (at += length))));
  return [...cuts, ...cutter.push(bytes.subarray(at))];
};

/** Where a cutter that sees the records themselves would cut. */
function expectedCuts(records: readonly string[], { newline, targetBytes }: CutterOptions): number[] {
  const cuts: number[] = [];
  let end = 0;
  for (const record of records) {
    end += record.length;
    const cuttable = newline === '\r' ? record.endsWith('\r') : newline === '\r\n' ? record.endsWith('\r\n') : record.endsWith('\n');
    if (cuttable && end >= (cuts.at(-1) ?? 0) + targetBytes) cuts.push(end);
  }
  return cuts;
}

const content = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '\\', '7'), maxLength: 12 });
const padding = fc.constantFrom('', '', ' ', '  ');
/** Whatever stands in quotes, doubled where it must be. */
const quoted = fc.tuple(padding, content).map(([spaces, text]) => `${spaces}"${text.replaceAll('"', '""')}"`);
/** Quotes that do not begin the field are text: `5" pipe`. */
const unquoted = fc.tuple(fc.constantFrom('a', '5"', 'x "y', 'b""', 'é'), fc.string({ unit: fc.constantFrom('a', '"', ' ', '7'), maxLength: 6 })).map((parts) => parts.join(''));
const backslashed = content.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`);
const plain = fc.string({ unit: fc.constantFrom('a', '7', ' '), maxLength: 6 });

const recordsOf = (field: fc.Arbitrary<string>, end: fc.Arbitrary<string>) =>
  fc.array(
    fc.tuple(fc.array(field, { minLength: 1, maxLength: 4 }), end).map(([fields, newline]) => fields.join(',') + newline),
    { maxLength: 20 },
  );
const chunks = fc.array(fc.nat(9), { maxLength: 40 });
const target = fc.integer({ min: 1, max: 60 });

describe('RecordCutter', () => {
  it.each([
    ['\n', fc.constant('\n')],
    ['\r\n', fc.constant('\r\n')],
    ['\r', fc.constant('\r')],
    ['mixed', fc.constantFrom('\n', '\r\n', '\r')],
  ] as const)('cuts at the first record end at or past the target, whatever the chunks (newline %j)', (newline, end) => {
    fc.assert(
      fc.property(recordsOf(fc.oneof(quoted, unquoted, fc.constant('')), end), chunks, target, (records, lengths, targetBytes) => {
        const options = { ...dialect, newline, targetBytes };
        expect(cutAll(records.join(''), options, lengths)).toEqual(expectedCuts(records, options));
      }),
      { numRuns: 1000 },
    );
  });

  it('knows quotes that a backslash escapes', () => {
    fc.assert(
      fc.property(recordsOf(fc.oneof(backslashed, plain), fc.constant('\n')), chunks, target, (records, lengths, targetBytes) => {
        const options = { ...dialect, escape: 'backslash', targetBytes } as const;
        expect(cutAll(records.join(''), options, lengths)).toEqual(expectedCuts(records, options));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes quotes for text where the dialect has none', () => {
    expect(cutAll('"a\nb"\n', { ...dialect, quote: undefined, escape: 'none' })).toEqual([3, 6]);
  });

  it('takes a space for the delimiter where it is one', () => {
    expect(cutAll('a "b\nc"\nd e\n', { ...dialect, delimiter: 0x20 })).toEqual([8, 12]);
  });

  it('keeps to the dialect where another newline stands outside quotes', () => {
    expect(cutAll('a,b\nc\r\nd,e\r\n', { ...dialect, newline: '\r\n' })).toEqual([7, 12]);
  });

  it('is not slowed down by a long record full of quotes', () => {
    const cutter = new RecordCutter(dialect);
    const started = performance.now();
    cutter.push(Buffer.from('"a","b",'.repeat(250_000)));
    // Searched anew for each quote it would take minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
