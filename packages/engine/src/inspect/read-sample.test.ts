import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readSample } from './read-sample.js';
import type { Dialect, ReadingOptions } from './reading.js';
import { parseRecords } from './records.js';

const read = (head: string, options: ReadingOptions = {}) => readSample({ head, pieces: [], complete: true }, options).reading;
const names = (text: string) => read(text).columns.map(({ name }) => name);
const types = (text: string) => read(text).columns.map(({ type }) => type);
const codes = (text: string) => read(text).warnings.map(({ code }) => code);

describe('readSample', () => {
  it.each([',', ';', '\t', '|', '^', '~', ':', ' ', '\x1f', '||', '::', '~|~', '@', '#', '&', '!', '*', '=', '+', '%', '$', '\\', '❤'])('finds the delimiter %j', (delimiter) => {
    const rows = [['id', 'name', 'amount'], ['1', 'n1', '1.5'], ['2', 'n2', '2.5'], ['3', 'n3', '3.5']];
    const reading = read(rows.map((row) => row.join(delimiter) + '\n').join(''));
    expect(reading.dialect).toMatchObject({ delimiter, headerRecords: 1, skipLines: 0 });
    expect(reading.columns.map(({ type }) => type)).toEqual(['BIGINT', 'VARCHAR', 'DOUBLE']);
  });

  it.each<[string, string, Partial<Dialect>]>([
    ['an apostrophe as quote', "id,t\n1,'a, b'\n2,'c'\n", { quote: "'", escape: "'" }],
    ['a backslash as escape', 'id,t\n1,"say \\"a\\", b"\n2,"c"\n', { quote: '"', escape: '\\' }],
    ['doubled quotes', 'id,t\n1,"say ""a"", b"\n2,"c\\"\n', { quote: '"', escape: '"' }],
    ['CRLF', 'a,b\r\n1,2\r\n', { newline: '\r\n' }],
    ['CR', 'a,b\r1,2\r', { newline: '\r' }],
    ['line feeds around quoted CRLF', 'a,b\n1,"x\r\ny"\n2,"x\r\ny"\n', { newline: '\n' }],
    ['line feeds around quoted CRLF, and a stray quote', 'a,b\n1,5" x\n2,"x\r\ny"\n', { newline: '\n' }],
    ['CRLF behind a stray quote as mixed line ends', 'a,b\n1,5" x\n2,y\r\n3,z\n', { newline: 'mixed' }],
    ['mixed line ends', 'a,b\r\n1,2\n3,4\r\n', { newline: 'mixed' }],
    ['a blank after each delimiter, where quotes follow it', 'a, "b", c\n1, "x, y", 2\n', { delimiter: ',', blanks: 'padding' }],
    ['columns aligned with blanks', '   id name       amount\n    1 n1            1.5\n   20 n2           12.5\n', { delimiter: ' ', blanks: 'run', headerRecords: 1 }],
    ['one blank between fields', 'a b c\n1 x 2\n3 y 4\n', { delimiter: ' ', headerRecords: 1 }],
    ['names and numbers with a colon between', 'key:value\nalpha:0\nbeta:1\n', { delimiter: ':', headerRecords: 1 }],
    ['many fields with a colon between', 'root:x:0:0:/root\nbin:x:1:1:/bin\nsys:x:3:3:/dev\n', { delimiter: ':', headerRecords: 0 }],
    ['lists within the fields', 'key,values\nalpha,4;6;5\nbeta,7;9;8\n', { delimiter: ',', skipLines: 0, headerRecords: 1 }],
    ['rows that end early', 'a,b,c\n1\n2,3\n4,5,6\n7\n', { delimiter: ',', headerRecords: 1 }],
    ['more comments than records', '# a\n# b\n# c\n"x","y"\n1,2\n# d\n# e\n# f\n# g\n', { delimiter: ',', comment: '#' }],
    ['titles above the table', 'Report, 2020\nby us\n\nid,name,amount\n1,a,1\n2,b,2\n', { skipLines: 3, headerRecords: 1 }],
    ['a title padded with delimiters', 'Report,,\n,,\nid,name,amount\n1,a,1\n2,b,2\n', { skipLines: 2, headerRecords: 1 }],
    ['lines of names and values, and a blank one, above the table', 'Place;Berlin\nYear;now\n\nid;name;amount\n1;a;1\n2;b;2\n', { skipLines: 3, headerRecords: 1 }],
    ['a header apart from its rows', 'id,name,amount\n\n1,a,1\n2,b,2\n', { skipLines: 0, headerRecords: 1 }],
    ['a short first row as a row', '7,Foo,3\n1,2,3,4,5\n2,3,4,5,6\n3,4,5,6,7\n', { skipLines: 0, headerRecords: 0 }],
    ['a sep line', 'sep=;\na;b\n1;2\n', { delimiter: ';', skipLines: 1 }],
    ['comments above the table', '# a, b\n# c\nid;n\n1;2\n3;4\n', { delimiter: ';', skipLines: 2, comment: '' }],
    ['comments within the table', '# a\nid,n\n1,2\n# b\n3,4\n', { delimiter: ',', comment: '#' }],
    ['a header written as a comment', '#id,n\n1,2\n3,4\n', { skipLines: 0, headerRecords: 1, comment: '' }],
    ['no header', '1,a,2020-01-01\n2,b,2020-01-02\n', { headerRecords: 0 }],
    ['years as names', 'country,2019,2020\nFR,1,2\nDE,4,5\n', { headerRecords: 1 }],
    ['years as values', 'Paris,2019\nLondon,2020\nRome,2018\n', { headerRecords: 0 }],
    ['a header over nothing', 'id,name,amount\n', { headerRecords: 1 }],
    ['a single row', '1,2,3\n', { headerRecords: 0 }],
    ['names over numbers, whatever the texts beside them', 'id,val1,val2\n1,v1,v2\n2,v1,v2\n3,v1,v2\n', { headerRecords: 1 }],
    ['names that a text column repeats', 'a,b,c\n1,b,c\n2,b,c\n3,b,c\n', { headerRecords: 1 }],
    ['a header that a second table brings along', 'who,what\nAnn,tea\nBob,rum\nEve,gin\nwho,what\nJoe,ale\n', { headerRecords: 1 }],
    ['rows that recur as rows', 'x,y\nx,y\nx,z\nx,y\n', { headerRecords: 0 }],
    ['names in another case as a row', 'A,B\na,b\nc,d\n', { headerRecords: 1 }],
    ['a header repeated', 'a,b\na,b\n1,2\n3,4\n', { headerRecords: 2 }],
    ['a header of names and units', 'speed,mass\n[m/s],[kg]\n1,2\n3,4\n', { headerRecords: 2 }],
  ])('reads %s', (_what, text, expected) => {
    expect(read(text).dialect).toMatchObject(expected);
  });

  it.each([
    ['text with commas and semicolons', 'name\nHello, world; again\nBye\nWell, then\n'],
    ['times', '10:00\n11:30\n12:45\n'],
    ['numbers with decimal commas', 'x\n1,5\n2,25\n3,5\n'],
    ['times under the way they are written', 'HH:mm:ss\n15:02:37\n16:01:00\n'],
    ['timestamps under two words', 'date time\n2024-01-01 10:00:00\n2024-01-02 11:00:00\n'],
    ['identifiers with a number', 'user_id\nu_1\nu_2\nu_3\n'],
    ['addresses of mail', 'name@host\na@x.org\nb@y.org\n'],
    ['paths', '/usr/bin/a\n/usr/lib/b\n/etc/conf/c\n'],
    ['two words a line', 'name\nJohn Smith\nJane Doe\n'],
  ])('leaves %s in one column', (_what, text) => {
    expect(read(text).columns).toHaveLength(1);
  });

  it('does not split at commas in numbers separated by semicolons', () => {
    expect(types('a;b\n1,5;2,5\n3,5;4,5\n')).toEqual(['DOUBLE', 'DOUBLE']);
  });

  it('joins the lines of a header, merged cells reaching to the right', () => {
    expect(names('Date,Travel,,Total\n,Air,Rail,\n2020-01-01,1,2,3\n2020-01-02,1,2,3\n')).toEqual(['Date', 'Travel Air', 'Travel Rail', 'Total']);
  });

  it('leaves the row names without a name when the header is one cell short', () => {
    expect(names('a b\n"r1" 1 2\n"r2" 3 4\n')).toEqual(['column0', 'a', 'b']);
    expect(names('a,b\n1,x,2\n2,y,4\n')).toEqual(['column0', 'a', 'b']);
    expect(names('a,b\n2000-01-03,x,2\n2000-01-04,y,4\n')).toEqual(['column0', 'a', 'b']);
  });

  it('leaves the last column without a name when the header is one cell short and rows have no names', () => {
    expect(names('a,b\n7,x,2\n5,y,4\n')).toEqual(['a', 'b', 'column2']);
    expect(names('a,b,c\n1,2,3,4\n')).toEqual(['a', 'b', 'c', 'column3']);
  });

  it('adds no column for delimiters at the line ends', () => {
    expect(names('a,b\n1,2,\n3,4,\n')).toEqual(['a', 'b']);
    expect(codes('a,b\n1,2,\n3,4,\n')).toEqual([]);
  });

  it('says where the header stands again', () => {
    const { columns, warnings } = read('id,n\n1,a\n2,b\n3,c\nid,n\n4,d\n');
    expect(columns.map(({ name }) => name)).toEqual(['id', 'n']);
    expect(warnings).toContainEqual({ code: 'REPEATED_HEADER', message: expect.stringContaining('line 5') });
  });

  it('takes no DOUBLE for numbers beyond its range', () => {
    expect(types('a,b,c\n1e400,1e-400,1e300\n1.5,2.5,3.5\n')).toEqual(['VARCHAR', 'VARCHAR', 'DOUBLE']);
  });

  it('takes a blank behind each delimiter off the texts', () => {
    expect(read('a, "b", c\n1, "x, y", red\n2, "z", blue\n').columns.map(({ examples }) => examples)).toEqual([['1', '2'], ['x, y', 'z'], ['red', 'blue']]);
  });

  it('adds columns for values beyond the header', () => {
    expect(names('a,b\n1,2,3\n3,4\n')).toEqual(['a', 'b', 'column2']);
  });

  it('keeps every column when one row is short, and says so', () => {
    const text = 'id,name,amount\n' + '1,a,1.5\n'.repeat(9) + '1,a\n';
    expect(read(text).ragged).toBe(true);
    expect(types(text)).toEqual(['BIGINT', 'VARCHAR', 'DOUBLE']);
    expect(codes(text)).toEqual(['RAGGED_ROWS']);
  });

  it('says that it skipped lines above the table', () => {
    expect(codes('Report 2020\n\nid,name\n1,a\n2,b\n')).toEqual(['PREAMBLE_SKIPPED']);
  });

  it('names the other delimiter when two are as good', () => {
    const { dialect, warnings } = read('a,b;c\nx,y;z\nu,v;w\n');
    expect(dialect.delimiter).toBe(',');
    expect(warnings).toMatchObject([{ code: 'AMBIGUOUS_DIALECT', message: expect.stringContaining('";"') }]);
  });

  it('takes the rest of a quoted field, with which a piece may begin, for no record', () => {
    const pieces = ['the end\nof a text"\n8,"x\ny"\n9,z\n'];
    const { reading } = readSample({ head: 'id,v\n1,"a\nb"\n2,c\n', pieces, complete: false });
    expect([reading.columns.map(({ type }) => type), reading.ragged, reading.warnings]).toEqual([['BIGINT', 'VARCHAR'], false, []]);
  });

  it('still sees short records at the beginning of a piece', () => {
    const { reading } = readSample({ head: 'id,v\n1,"a"\n2,c\n', pieces: ['7\n8,x\n9,z\n'], complete: false });
    expect(reading.ragged).toBe(true);
  });

  it('looks for CRLF behind the last whole record of a piece in vain', () => {
    const { reading } = readSample({ head: 'id,v\n1,"a\r\nb"\n2,c\n', pieces: ['7,x\n8,"y\r\n'], complete: false });
    expect(reading.dialect.newline).toBe('\n');
  });

  it('types a column by the later pieces too', () => {
    const { reading } = readSample({ head: 'id,v\n1,1\n2,2\n', pieces: ['8,3\n9,007\n'], complete: false });
    expect(reading.columns.map(({ type }) => type)).toEqual(['BIGINT', 'VARCHAR']);
  });

  it('does not count a record that the sample cuts', () => {
    const { reading } = readSample({ head: 'id,v\n1,10\n2,20\n3,', pieces: [], complete: false });
    expect(reading.ragged).toBe(false);
    expect(reading.columns[1]).toMatchObject({ type: 'BIGINT', nullable: false, examples: ['10', '20'] });
  });

  it('finds no columns in an empty file', () => {
    expect(read('').columns).toEqual([]);
  });

  it('obeys what the caller fixed', () => {
    const options = { delimiter: ';', quote: '', skip: 1, header: false, names: ['x'], types: { x: 'VARCHAR' } };
    const { dialect, columns } = read('a,b\n1;"2\n3;4\n', options);
    expect(dialect).toMatchObject({ delimiter: ';', quote: '', skipLines: 1, headerRecords: 0 });
    expect(columns.map(({ name, type }) => [name, type])).toEqual([['x', 'VARCHAR'], ['column1', 'VARCHAR']]);
  });

  it('reads back every table written in a usual dialect', () => {
    const cell = fc.oneof(fc.constantFrom('Paris', 'a, b', 'c; d', 'say "x"', '2020-01-05', ''), fc.nat(9999).map(String));
    const table = fc.integer({ min: 2, max: 6 }).chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 12 }),
    );
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t', '|'), fc.constantFrom('\n', '\r\n', '\r'), (rows, delimiter, newline) => {
        const header = rows[0]?.map((_, index) => `name${index}`) ?? [];
        const body = rows.map((row, index) => [String(index), ...row]);
        const written = [['id', ...header], ...body].map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`));
        const text = written.map((row) => row.join(delimiter) + newline).join('');
        const { dialect } = read(text);
        expect([...parseRecords(text, dialect)].slice(1).map(({ fields }) => fields)).toEqual(body);
      }),
      { numRuns: 200 },
    );
  });
});
