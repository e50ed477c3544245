import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CUT } from './cut-stream.js';
import { plainCheck } from './plain-value.js';
import { arePlain, isPadded, isPrunable, OddRecord, pruneRecords, UnplainValue, type PruneOptions } from './record-pruner.js';

const RFC = { delimiter: 0x2c, quote: 0x22, escape: 'doubled', newline: '\n' } as const;
const CRLF = { ...RFC, newline: '\r\n' } as const;

async function* chunksOf(text: string, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let rest = Buffer.from(text);
  for (const length of lengths) {
    yield await Promise.resolve(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  yield rest;
}

/** The output's segments. */
async function prune(text: string, options: Partial<PruneOptions> & Pick<PruneOptions, 'width' | 'kept'>, lengths: readonly number[] = []): Promise<string[]> {
  const segments: Buffer[][] = [[]];
  for await (const item of pruneRecords(chunksOf(text, lengths), { framing: RFC, targetBytes: Infinity, checks: new Map(), ...options })) {
    if (item === CUT) segments.push([]);
    else segments.at(-1)?.push(Buffer.from(item));
  }
  return segments.map((chunks) => Buffer.concat(chunks).toString());
}

/** Records as a slow and simple parser sees them; `undefined` where one of them is not clean. */
function cleanRecords(text: string, newline: '\n' | '\r\n', width: number): string[][] | undefined {
  const field = /"(?:[^"]|"")*"|[^",\r\n]*/y;
  const records: string[][] = [];
  for (let at = 0; at < text.length; ) {
    const record: string[] = [];
    for (;;) {
      field.lastIndex = at;
      const [found = ''] = field.exec(text) ?? [];
      record.push(found);
      at += found.length;
      if (text[at] !== ',') break;
      at += 1;
    }
    if (at < text.length && !text.startsWith(newline, at)) return undefined;
    at += newline.length;
    if (record.length === 1 && record[0] === '') continue;
    if (record.length !== width) return undefined;
    records.push(record);
  }
  return records;
}

const cutDown = (records: readonly (readonly string[])[], kept: readonly number[]): string =>
  records.map((record) => `${kept.map((i) => record[i]).join(',')}${kept.length === 1 ? ',' : ''}\n`).join('');

const field = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '7', ' ', 'é', '.'), maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r'), maxLength: 40 }).map((content) => `"${content.replaceAll('"', '""')}"`),
);
const table = fc.integer({ min: 2, max: 9 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    kept: fc.uniqueArray(fc.nat(width - 1), { minLength: 1 }).map((kept) => kept.sort((a, b) => a - b)),
    newline: fc.constantFrom('\n', '\r\n'),
    records: fc.array(fc.array(field, { minLength: width, maxLength: width }), { maxLength: 30 }),
    endsInNewline: fc.boolean(),
  }),
);
const chunks = fc.array(fc.nat(150), { maxLength: 20 });

describe('pruneRecords', () => {
  it('keeps the columns of clean records byte by byte, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(table, chunks, async ({ width, kept, newline, records, endsInNewline }, lengths) => {
        const text = records.map((record) => record.join(',')).join(newline) + (endsInNewline ? newline : '');
        expect((await prune(text, { width, kept, framing: { ...RFC, newline } }, lengths)).join('')).toBe(cutDown(records, kept));
      }),
      { numRuns: 2000 },
    );
  });

  it('gives what a simple parser gives of any text, or refuses where that finds a record that is not clean', async () => {
    const any = fc.string({ unit: fc.constantFrom('a', 'b', ',', ',', '\n', '\n', '"', '\r', '\r\n', ' ', 'longer text '), maxLength: 60 });
    const seen = { clean: 0, odd: 0 };
    await fc.assert(
      fc.asyncProperty(any, fc.constantFrom('\n', '\r\n'), fc.integer({ min: 2, max: 3 }), fc.nat(1), chunks, async (text, newline, width, column, lengths) => {
        const records = cleanRecords(text, newline, width);
        seen[records === undefined ? 'odd' : 'clean'] += 1;
        const pruned = prune(text, { width, kept: [column], framing: { ...RFC, newline } }, lengths);
        if (records === undefined) await expect(pruned).rejects.toThrow(OddRecord);
        else expect((await pruned).join('')).toBe(cutDown(records, [column]));
      }),
      { numRuns: 10_000 },
    );
    expect(seen.clean).toBeGreaterThan(500);
    expect(seen.odd).toBeGreaterThan(500);
  });

  it('cuts behind whole records, as soon as the input has passed the target', async () => {
    const record = `${'x'.repeat(5000)},"a\nb",${'y'.repeat(300)},z\n`;
    const segments = await prune(record.repeat(400), { width: 4, kept: [1, 3], targetBytes: 300_000 });
    expect(segments.length).toBeGreaterThan(3);
    for (const segment of segments) expect(segment.replaceAll('"a\nb",z\n', '')).toBe('');
    expect(segments.join('')).toBe('"a\nb",z\n'.repeat(400));
  });

  it('passes fields longer than a window', async () => {
    const long = 'é'.repeat(400_000);
    expect((await prune(`a,${long},b\n"${long}",c,d\n`, { width: 3, kept: [0, 1] })).join('')).toBe(`a,${long}\n"${long}",c\n`);
  });

  it('reads no quotes where a file has none', async () => {
    expect((await prune('a"b,"c,d\n', { width: 3, kept: [0, 1], framing: { ...RFC, quote: undefined, escape: 'none' } })).join('')).toBe('a"b,"c\n');
  });

  it('skips empty lines, as DuckDB does', async () => {
    expect((await prune('\na,b\n\n\nc,d\n', { width: 2, kept: [1] })).join('')).toBe('b,\nd,\n');
    expect((await prune('\r\na,b\r\n\r\nc,d', { width: 2, kept: [0], framing: CRLF }, [1, 2, 4])).join('')).toBe('a,\nc,\n');
  });
});

/** What passes a check, as the check's own words have it. */
const PLAIN = {
  BIGINT: (text: string) => /^-?(0|[1-9][0-9]{0,17})$/.test(text),
  DOUBLE: (text: string) => /^-?(0|[1-9][0-9]*)([.][0-9]+)?$/.test(text) && text.replace(/[^0-9]/g, '').length <= 15,
  'DECIMAL(5,2)': (text: string) => /^-?(0|[1-9][0-9]{0,2})([.][0-9]{1,2})?$/.test(text),
  DATE: isDate,
  TIMESTAMP: (text: string) => isDate(text.slice(0, 10)) && /^[ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$/.test(text.slice(10)),
} as const;
const TYPES = Object.keys(PLAIN) as (keyof typeof PLAIN)[];

function isDate(text: string): boolean {
  return /^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

const digits = (most: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom('0', '1', '2', '7', '9'), maxLength: most });
const numberLike = fc.tuple(fc.constantFrom('', '', '-', '+', ' '), digits(20), fc.constantFrom('', '.', '.', ',', 'e', '_'), digits(20)).map((parts) => parts.join(''));
const short = fc.tuple(fc.constantFrom('', '-'), fc.nat(2000), fc.constantFrom('', '.5', '.25', '.125')).map((parts) => parts.join(''));
const two = fc.nat(62).map((n) => String(n).padStart(2, '0'));
const dateLike = fc.tuple(fc.constantFrom('2024', '2023', '1900', '2000', '0001', '24'), fc.constant('-'), two, fc.constantFrom('-', '-', '/'), two).map((parts) => parts.join(''));
const timeLike = fc.tuple(dateLike, fc.constantFrom(' ', 'T', '  '), two, fc.constant(':'), two, fc.constant(':'), two, fc.constantFrom('', '', '.5', 'Z')).map((parts) => parts.join(''));
const moment = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 19));
const value = fc.oneof(moment, numberLike, short, dateLike, timeLike);

describe('a check of values', () => {
  it.each(TYPES)('passes plain texts of %s and no other', (type) => {
    const check = plainCheck(type) ?? 0;
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(value, (text) => {
        const isPlain = text === '' || PLAIN[type](text);
        seen[`${isPlain}`] += 1;
        expect(arePlain([text], check)).toBe(isPlain);
      }),
      { numRuns: 3_000 },
    );
    expect(seen.true).toBeGreaterThan(30);
    expect(seen.false).toBeGreaterThan(500);
  });

  it('knows no plain form of other types', () => {
    expect(plainCheck('TIME')).toBeUndefined();
    expect(plainCheck('VARCHAR')).toBeUndefined();
  });

  it('is made of every value of its column, with or without quotes, wherever chunks end', async () => {
    const cell = fc.tuple(value.filter((text) => !text.includes(',')), fc.constantFrom('', '', '"')).map(([text, quote]) => ({ text, quote }));
    const seen = { plain: 0, unplain: 0 };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TYPES), fc.array(cell, { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '\r\n'), chunks, async (type, cells, newline, lengths) => {
        const written = cells.map(({ text, quote }) => quote + text + quote);
        const isPlain = cells.every(({ text, quote }) => (text === '' ? quote === '' : PLAIN[type](text)));
        seen[isPlain ? 'plain' : 'unplain'] += 1;
        const text = written.map((field) => `x,${field},y${newline}`).join('');
        const pruned = prune(text, { width: 3, kept: [1, 2], framing: { ...RFC, newline }, checks: new Map([[1, plainCheck(type) ?? 0]]) }, lengths);
        if (isPlain) expect((await pruned).join('')).toBe(written.map((field) => `${field},y\n`).join(''));
        else await expect(pruned).rejects.toThrow(UnplainValue);
      }),
      { numRuns: 2_000 },
    );
    expect(seen.plain).toBeGreaterThan(50);
    expect(seen.unplain).toBeGreaterThan(500);
  });

  it('is not passed by a value longer than what is carried from chunk to chunk', async () => {
    const pruned = prune(`x,${'1'.repeat(300)},y\n`, { width: 3, kept: [1], checks: new Map([[1, plainCheck('BIGINT') ?? 0]]) }, [100, 100, 100]);
    await expect(pruned).rejects.toThrow(UnplainValue);
  });
});

describe('isPrunable', () => {
  it('is so for dialects whose records the kernel knows', () => {
    expect(isPrunable(RFC, { width: 2 })).toBe(true);
    expect(isPrunable(RFC, { width: 1 })).toBe(false);
    expect(isPrunable(RFC, { width: 20_000 })).toBe(false);
    expect(isPrunable({ ...RFC, newline: 'mixed' }, { width: 2 })).toBe(false);
    expect(isPrunable({ ...RFC, escape: 'backslash' }, { width: 2 })).toBe(false);
    expect(isPrunable({ ...RFC, delimiter: 0xa7 }, { width: 2 })).toBe(false);
    expect(isPadded({ kept: [3] })).toBe(true);
  });
});
