import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRecords, RecordParser, type RecordSyntax } from './records.js';

const plain: RecordSyntax = { delimiter: ',', quote: '"', escape: '"', newline: '\n', comment: '', skipLines: 0 };
const read = (text: string, syntax: Partial<RecordSyntax> = {}) =>
  [...parseRecords(text, { ...plain, ...syntax })].map((record) => record.fields);

describe('parseRecords', () => {
  it.each<[string, string, Partial<RecordSyntax>, string[][]]>([
    ['splits at the delimiter', 'a,b\n1,2\n', {}, [['a', 'b'], ['1', '2']]],
    ['keeps empty fields at both ends', ',a,\n', {}, [['', 'a', '']]],
    ['needs no newline at the end', 'a\n1', {}, [['a'], ['1']]],
    ['passes over blank lines', 'a,b\n\n  \n1,2\n', {}, [['a', 'b'], ['1', '2']]],
    ['keeps blanks around unquoted text', ' a , b\n', {}, [[' a ', ' b']]],
    ['undoes doubled quotes', '"a ""b""",c\n', {}, [['a "b"', 'c']]],
    ['undoes backslash escapes', '"a \\"b\\" \\\\",c\n', { escape: '\\' }, [['a "b" \\', 'c']]],
    ['keeps newlines and delimiters in quotes', '"a\n,b",c\n', {}, [['a\n,b', 'c']]],
    ['allows blanks around a quoted field', 'a, "b, c" ,d\n', {}, [['a', 'b, c', 'd']]],
    ['reads a delimiter of several characters', 'a~|~b|c~|~d\n', { delimiter: '~|~' }, [['a', 'b|c', 'd']]],
    ['takes one blank behind a delimiter for part of it', 'a, b,  c\n1, "x, y",2\n', { blanks: 'padding' }, [['a', 'b', ' c'], ['1', 'x, y', '2']]],
    ['takes blanks in a row for one delimiter', '  a   b c  \n1 "x  y"   2 \n  "3" 4 5\n', { delimiter: ' ', blanks: 'run' }, [['a', 'b', 'c'], ['1', 'x  y', '2'], ['3', '4', '5']]],
    ['drops the carriage return before a line feed', 'a,b\r\n1,"2"\r\n', {}, [['a', 'b'], ['1', '2']]],
    ['ends records only at CRLF when told so', 'a\nb,c\r\n1,2\r\n', { newline: '\r\n' }, [['a\nb', 'c'], ['1', '2']]],
    ['ends records at lone carriage returns', 'a,b\r1,"2"\r', { newline: '\r' }, [['a', 'b'], ['1', '2']]],
    ['reads mixed line ends', 'a\r\nb\rc\nd', { newline: 'mixed' }, [['a'], ['b'], ['c'], ['d']]],
    ['passes over comment lines', '#x,y\na,b\n# z\n1,2', { comment: '#' }, [['a', 'b'], ['1', '2']]],
    ['skips physical lines, quotes or not', '"Title\n\na,b\n', { skipLines: 2 }, [['a', 'b']]],
    ['takes quotes literally when there is no quote character', '"a,b"\n', { quote: '', escape: '' }, [['"a', 'b"']]],
    ['keeps a quote inside unquoted text', '5" pipe,2\n', {}, [['5" pipe', '2']]],
    ['keeps an unescaped quote inside quoted text', '"10" Shearling","x"\n', {}, [['10" Shearling', 'x']]],
    ['reads a stray opening quote as text', '"a,b\n1,2\n', {}, [['"a', 'b'], ['1', '2']]],
    ['recovers within the line after a stray opening quote', '"a,"b, c",d\n1,2,3\n', {}, [['"a', 'b, c', 'd'], ['1', '2', '3']]],
    ['reads a quote alone at the end of a line as text', 'a,"\nb,"c"\n', {}, [['a', '"'], ['b', 'c']]],
  ])('%s', (_claim, text, syntax, expected) => {
    expect(read(text, syntax)).toEqual(expected);
  });

  it('says which fields stood in quotes and on which line each record starts', () => {
    const records = [...parseRecords('a,""\n"x\ny",1\n\n2,3\n', plain)];
    expect(records.map((record) => record.line)).toEqual([1, 2, 5]);
    expect(records[0]?.quoted).toEqual([false, true]);
  });

  it('stops at the limit', () => {
    expect([...parseRecords('1\n2\n3\n', plain, 2)]).toHaveLength(2);
  });
});

describe('RecordParser', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', "'", '\\', '\n', '\r', ' ', '~', '|', '#'), maxLength: 60 });
  const separator = fc.constantFrom<Pick<RecordSyntax, 'delimiter' | 'blanks'>>(
    { delimiter: ',' }, { delimiter: '~|~' }, { delimiter: ' ' }, { delimiter: '||' }, { delimiter: ',', blanks: 'padding' }, { delimiter: ' ', blanks: 'run' },
  );
  const marks = fc.record<Omit<RecordSyntax, 'delimiter' | 'blanks'>>({
    quote: fc.constantFrom('"', "'", ''),
    escape: fc.constantFrom('"', '\\', ''),
    newline: fc.constantFrom('\n', '\r\n', '\r', 'mixed'),
    comment: fc.constantFrom('', '#'),
    skipLines: fc.nat(2),
  });
  const syntax = fc.tuple(separator, marks).map(([first, others]): RecordSyntax => ({ ...first, ...others }));

  it('reads the same records wherever the text is cut', () => {
    fc.assert(
      fc.property(text, syntax, fc.array(fc.nat(60)), (whole, chosen, cuts) => {
        const parser = new RecordParser(chosen);
        const bounds = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
        const records = bounds.slice(1).flatMap((end, index) => parser.push(whole.slice(bounds[index], end)));
        expect([...records, ...parser.end()]).toEqual([...parseRecords(whole, chosen)]);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads back every table that is written with quotes', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 6 }), (table) => {
        const csv = table.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',') + '\n').join('');
        expect(read(csv)).toEqual(table);
      }),
    );
  });
});
