import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { decodeToUtf8, detectEncoding, parseEncoding, type DecodeOptions } from './encoding.js';
import { ENCODING_LABELS, type Encoding } from './encoding-labels.js';

const signal = new AbortController().signal;
const TEXTS = [
  ['utf-8', 'é,日本,😀\n1,2,3\n'],
  ['utf-16le', 'é,日本,😀\n1,2,3\n'],
  ['utf-16be', 'é,日本,😀\n1,2,3\n'],
  ['utf-32le', 'é,日本,😀\n1,2,3\n'],
  ['utf-32be', 'é,日本,😀\n1,2,3\n'],
  ['windows-1252', 'café,“€12”\n1,2\n'],
  ['iso-8859-15', 'café,€\n1,2\n'],
  ['windows-1251', 'имя,город\nИван,Москва\n'],
  ['shift_jis', '表,ソース,ｶﾅ\n"表\n",\\,1\n'],
  ['euc-jp', '東京,カタカナ\n1,2\n'],
  ['gb18030', '北京,😀\n😀1,2\n'],
  ['big5', '功能,許蓋\n1,2\n'],
  ['euc-kr', '서울,부산\n1,2\n'],
] as const;

async function decode(encoding: Encoding, chunks: readonly Uint8Array[], more: Partial<DecodeOptions> = {}): Promise<Buffer> {
  async function* source(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield await Promise.resolve(chunk);
  }
  const parts: Uint8Array[] = [];
  for await (const part of decodeToUtf8(encoding, source(), { uri: 's3://b/x.csv', onInvalid: 'error', signal, ...more })) parts.push(part);
  return Buffer.concat(parts);
}

/** Pieces of any lengths. */
const split = (bytes: Buffer, lengths: readonly number[]): Buffer[] => {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const length of lengths) chunks.push(bytes.subarray(at, (at += length)));
  return [...chunks, bytes.subarray(at)];
};
const cuts = fc.array(fc.nat(5), { maxLength: 30 });

describe('decodeToUtf8', () => {
  it.each(TEXTS)('gives the same text from %s however it is cut into chunks', async (encoding, text) => {
    const bytes = iconv.encode(text, encoding);
    await fc.assert(
      fc.asyncProperty(cuts, async (lengths) => {
        expect((await decode(encoding, split(bytes, lengths))).toString()).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  it.each(TEXTS.map(([encoding]) => encoding))('replaces what is invalid in %s in the same way however it is cut into chunks', async (encoding) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), cuts, async (bytes, lengths) => {
        const counts = [0, 0];
        const run = (chunks: readonly Uint8Array[], i: 0 | 1) =>
          decode(encoding, chunks, { onInvalid: 'replace', onReplaced: (count) => (counts[i] = (counts[i] ?? 0) + count) });
        const whole = await run([bytes], 0);
        expect(await run(split(Buffer.from(bytes), lengths), 1)).toEqual(whole);
        expect(counts[1]).toBe(counts[0]);
      }),
      { numRuns: 100 },
    );
  });

  it('agrees with the WHATWG decoder on what to replace in UTF-8', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0xef, 0xbf, 0xbd, 0xf0, 0x90, 0xf4, 0xff)), async (bytes) => {
        const result = await decode('utf-8', [Buffer.from(bytes)], { onInvalid: 'replace' });
        expect(result.toString()).toBe(new TextDecoder().decode(Buffer.from(bytes)));
      }),
      { numRuns: 300 },
    );
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'gb18030'] as const)('takes off the byte-order mark of %s, and only the first', async (encoding) => {
    const bytes = iconv.encode('\ufeffa,\ufeffb\n', encoding);
    for (const chunks of [[bytes], [...bytes].map((byte) => Buffer.of(byte))]) {
      expect((await decode(encoding, chunks)).toString()).toBe('a,\ufeffb\n');
    }
  });

  it('passes valid UTF-8 on without copying it', async () => {
    const chunk = Buffer.from('é,1\n');
    async function* source(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(chunk);
    }
    for await (const part of decodeToUtf8('utf-8', source(), { uri: '', onInvalid: 'error', signal })) {
      expect([part.buffer, part.byteOffset, part.length]).toEqual([chunk.buffer, chunk.byteOffset, chunk.length]);
    }
  });

  it.each([
    ['utf-8', 'a,\xc3\xa9\n\xff\n', 5],
    ['utf-8', 'a,b\n\xe2\x82', 4],
    ['utf-8', 'a\xe0\x80b', 1],
    ['utf-8', 'ab\xed\xa0\x80', 2],
    ['windows-1252', 'a,b\nc\x81d', 5],
    ['shift_jis', 'a,b\n\x93,c', 5],
    ['utf-16le', 'a\0\0\xd8b\0', 2],
    ['utf-16le', 'a\0b', 2],
    ['utf-16be', '\0a\xdc\0', 2],
  ] as const)('names the byte of %s that is no character in %j', async (encoding, text, offset) => {
    const bytes = Buffer.from(text, 'latin1');
    for (const chunks of [[bytes], [...bytes].map((byte) => Buffer.of(byte))]) {
      await expect(decode(encoding, chunks)).rejects.toMatchObject({
        code: 'DATA_ENCODING',
        message: expect.stringMatching(new RegExp(`s3://b/x.csv.*${encoding}.*byte ${offset} `)),
      });
    }
  });

  it('does not count a U+FFFD that stands in the file', async () => {
    let replaced = 0;
    const result = await decode('utf-8', [Buffer.from('\ufffd,ÿ'), Buffer.of(0xff)], { onInvalid: 'replace', onReplaced: (count) => (replaced += count) });
    expect(result.toString()).toBe('\ufffd,ÿ\ufffd');
    expect(replaced).toBe(1);
  });
});

describe('parseEncoding', () => {
  it.each([
    ['UTF8', 'utf-8'],
    ['latin-1', 'iso-8859-1'],
    ['Latin1', 'iso-8859-1'],
    ['ISO_8859-15', 'iso-8859-15'],
    ['cp1252', 'windows-1252'],
    ['Shift-JIS', 'shift_jis'],
    ['GBK', 'gb18030'],
    ['utf-16', 'utf-16le'],
    ['UTF-16BE', 'utf-16be'],
  ])('takes %s for %s', (label, encoding) => {
    expect(parseEncoding(label)).toBe(encoding);
  });

  it('takes the byte order of utf-16 from the mark', () => {
    expect(parseEncoding('utf-16', Buffer.of(0xfe, 0xff, 0, 0x61))).toBe('utf-16be');
    expect(parseEncoding('utf-32', Buffer.of(0, 0, 0xfe, 0xff))).toBe('utf-32be');
  });

  it('suggests the nearest names for one that is unknown', () => {
    expect(() => parseEncoding('windows1525')).toThrow(expect.objectContaining({ code: 'USAGE', hint: expect.stringContaining('windows-125') }));
  });

  it('names only encodings that can be decoded', () => {
    for (const encoding of Object.keys(ENCODING_LABELS)) expect(iconv.encodingExists(encoding)).toBe(true);
  });
});

describe('detectEncoding', () => {
  it.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be', 'gb18030'] as const)('is certain of %s with a byte-order mark', (encoding) => {
    const bytes = iconv.encode('\ufeffa,b\n', encoding);
    const mark = iconv.encode('\ufeff', encoding).length;
    expect(detectEncoding(bytes, { complete: true })).toEqual({ encoding, confidence: 1, bomBytes: mark });
  });

  it.each([
    ['utf-8', ''],
    ['utf-8', 'a,b\n1,2\n'],
    ['utf-8', 'name,city\nJosé,Málaga\n'],
    ['utf-16le', 'a,b\n1,2\n'],
    ['utf-16be', '東京都,大阪\n日本語,1\n'],
    ['windows-1252', 'nom;prix\nÉlodie;3,50 €\nFrançois;2\n'],
    ['windows-1252', 'station,temp (°C)\nA1,12.5\n'],
    ['windows-1252', 'Name;Straße\nJürgen Müller;Königsweg 3\n'],
    ['windows-1252', 'supplier,over £ 250\nA,1\n'],
    ['windows-1252', 'id,owner\n1,english\n2,©\n'],
    ['windows-1252', 'Bank Name\u00a0,City\u00a0\nA,B\n'],
    ['windows-1252', 'id,size\n1,2½\n'],
    ['iso-8859-15', 'id,prix\n1,10 €\n2,5 €\n'],
    ['macintosh', 'id,ville\n1,Orléans\n2,Besançon\n3,Mâcon\n4,Nîmes\n5,Sète\n'],
    ['windows-1250', 'imię;miasto\nŁukasz Żółć;Łódź\nMałgorzata Wiśniewska;Kraków\n'],
    ['windows-1251', 'имя;город\nИван Петров;Москва\nМария;Казань\n'],
    ['koi8-r', 'имя;город\nИван Петров;Москва\nМария;Казань\n'],
    ['cp866', 'имя;город\nИван Петров;Москва\nМария;Казань\n'],
    ['shift_jis', '氏名,都市\n山田太郎,東京都\n鈴木花子,大阪市\n'],
    ['shift_jis', 'ｺｰﾄﾞ,ｶﾅ\n001,ﾔﾏﾀﾞ ﾀﾛｳ,東京都\n'],
    ['euc-jp', '商品,備考\n緑茶ペットボトル,冷やしてください\n'],
    ['gb18030', '姓名,城市\n张伟,北京\n王芳,上海\n'],
    ['big5', '姓名,城市\n陳志明,台北市\n林淑芬,高雄市\n'],
    ['euc-kr', '이름,도시\n김철수,서울특별시\n'],
  ] as const)('detects %s in %j, also when the sample is cut', (encoding, text) => {
    const bytes = iconv.encode(text, encoding);
    expect(detectEncoding(bytes, { complete: true })).toMatchObject({ encoding, bomBytes: 0 });
    const many = iconv.encode(text.repeat(40), encoding);
    for (const cut of [1, 2, 3]) expect(detectEncoding(many.subarray(0, many.length - cut), { complete: false })).toMatchObject({ encoding });
  });

  it('takes UTF-8 with a bad byte for damaged UTF-8, not for Latin-1', () => {
    const bytes = Buffer.concat([Buffer.from('é,à,ü\n'.repeat(20)), Buffer.of(0xe9, 0x0a)]);
    expect(detectEncoding(bytes, { complete: true })).toMatchObject({ encoding: 'utf-8' });
  });

  it.each([`a,b\n${'x,\0\0\0\n'.repeat(20)}`, 'hello\n\0world\0\n'])('does not take scattered NULs for UTF-16 in %j', (text) => {
    expect(detectEncoding(Buffer.from(text), { complete: true })).toMatchObject({ encoding: 'utf-8' });
  });

  it('is unsure where alphabets share their letters', () => {
    const { confidence } = detectEncoding(iconv.encode('név;város\nKovács Gergő;Győr\nTóth Ágnes;Kőszeg\n', 'windows-1250'), { complete: true });
    expect(confidence).toBeLessThan(0.5);
  });
});
