import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { Answer } from '../src/result/answer.js';
import { openScratch, type Scratch } from './scratch.js';

let scratch: Scratch;
beforeAll(() => {
  scratch = openScratch();
});
afterAll(async () => {
  await scratch[Symbol.asyncDispose]();
});

type Outcome = (Pick<Answer, 'rows' | 'columns'> & { readonly warnings: readonly string[] }) | { readonly code: string; readonly message: string };

async function outcomeOf(path: string, sql: string): Promise<Outcome> {
  try {
    const { rows, columns, warnings } = await scratch.engine.query(sql, { tables: { t: path } });
    return { rows, columns, warnings: warnings.map(({ code, message }) => `${code} ${withoutNames(message)}`) };
  } catch (error) {
    const { code, message } = error as Error & { readonly code: string };
    return { code, message: withoutNames(message) };
  }
}

const withoutNames = (message: string): string => message.replaceAll(/\S*\.csv(\.gz)?/g, 'FILE');

const line = (i: number): string => `${i},name ${i % 7},"a ""quoted"", text",${i}.5,2024-01-01\n`;
const lines = (count: number): string => Array.from({ length: count }, (_, i) => line(i)).join('');
/** Records enough that no sample sees the one after two thirds. */
const late = (odd: string): string => `id,name,text,amount,day\n${lines(40_000)}${odd}${lines(20_000)}`;

const FILES: Readonly<Record<string, string>> = {
  'quoted fields': late(''),
  'lines that end in CRLF': late('').replaceAll('\n', '\r\n'),
  'no newline at the end': late('').slice(0, -1),
  'an empty line': late('\n'),
  'a newline within quotes': late('7,a,"x\ny\r\n,,z",7.5,2024-01-01\n'),
  'a stray quote': late('7,5" pipe,b,7.5,2024-01-01\n'),
  'a quote that something follows': late('7,"a"b,c,7.5,2024-01-01\n'),
  'a record with too few fields': late('7,a\n'),
  'a record with too many fields': late('7,a,b,7.5,2024-01-01,more\n'),
  'a quote that is not closed': late('7,"a,b,7.5,2024-01-01\n'),
  'a value that does not fit its column': late('7,a,b,seven,2024-01-01\n'),
  'a carriage return alone': late('7,a\rb,c,7.5,2024-01-01\n'),
};

/** Clean records with values that are not plain. */
const VALUES: Readonly<Record<string, string>> = {
  'zeros before a number': late('007,a,b,7.5,2024-01-01\n'),
  'a fraction in a column of integers': late('7.5,a,b,7.5,2024-01-01\n'),
  'an integer of 19 digits': late('9223372036854775807,a,b,7.5,2024-01-01\n'),
  'an integer of 20 digits': late('18446744073709551615,a,b,7.5,2024-01-01\n'),
  'a number with an exponent': late('7,a,b,7.5e3,2024-01-01\n'),
  'a number of 17 digits': late('7,a,b,0.12345678901234567,2024-01-01\n'),
  'a number that no DOUBLE holds': late('7,a,b,0.1234567890123456789012,2024-01-01\n'),
  'a day that is none': late('7,a,b,7.5,2023-02-29\n'),
  'a time beside a day': late('7,a,b,7.5,2024-01-01 12:30:00\n'),
  'numbers within quotes': late('"7",a,b,"7.5","2024-01-01"\n'),
  'blanks around numbers': late(' 7 ,a,b, 7.5,2024-01-01\n'),
  'values that are missing': late(',,,,\n"",a,b,"",""\n'),
  'NA for a number': late('NA,a,b,NA,2024-01-01\n'),
};

const CASES = [
  ...Object.entries(FILES).flatMap(([what, content]) => [
    [what, content, "SELECT count(*), sum(id), max(day) FROM t WHERE name > 'name 3'"] as const,
    [what, content, 'SELECT text, count(*) FROM t GROUP BY text ORDER BY ALL'] as const,
  ]),
  ...Object.entries(VALUES).map(([what, content], i) => [what, content, i % 3 === 0 ? 'SELECT * FROM t ORDER BY ALL LIMIT 20' : 'SELECT sum(id), sum(amount), min(day), max(day), count(day) FROM t'] as const),
];

it.each(CASES)('a file with %s says the same when its records are cut down as when DuckDB sees them whole', async (_, content, sql) => {
  const whole = scratch.write('whole.csv', content);
  const streamed = scratch.write('streamed.csv.gz', gzipSync(content, { level: 1 }));
  expect(await outcomeOf(streamed, sql)).toEqual(await outcomeOf(whole, sql));
});

it('a file whose records are odd is read twice once, and then once', async () => {
  await using engine = openScratch();
  const path = engine.write('odd.csv.gz', gzipSync(late('7,5" pipe,b,7.5,2024-01-01\n')));
  const bytesRead = async (column: string): Promise<number> => (await engine.engine.query(`SELECT min(${column}) FROM t`, { tables: { t: path } })).bytesRead;
  const first = await bytesRead('name');
  expect(await bytesRead('id')).toBeLessThan(first);
});
