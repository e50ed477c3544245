import { describe, expect, it } from '@jest/globals';
import { parseCheck } from './check-text.js';
import type { Check } from './check.js';

describe('a check that is typed', () => {
  it.each([
    ['not-null', 'id', [{ kind: 'not-null', column: 'id' }]],
    ['not-null', 'id,"a, ""b""",Cost Total $', ['id', 'a, "b"', 'Cost Total $'].map((column) => ({ kind: 'not-null', column }))],
    ['unique', 'id,day', [{ kind: 'unique', columns: ['id', 'day'] }]],
    ['columns', 'id,day', [{ kind: 'columns', names: ['id', 'day'], match: 'exact' }]],
    ['range', 'amount=-1.5..2e3', [{ kind: 'range', column: 'amount', type: { name: 'number' }, min: '-1.5', max: '2e3' }]],
    ['range', 'amount=0..', [{ kind: 'range', column: 'amount', type: { name: 'number' }, min: '0' }]],
    ['range', '"a=b"=..5', [{ kind: 'range', column: 'a=b', type: { name: 'number' }, max: '5' }]],
    ['range', 'day=2024-01-01..2024-12-31', [{ kind: 'range', column: 'day', type: { name: 'date' }, min: '2024-01-01', max: '2024-12-31' }]],
    ['range', 'at=2024-01-01T00:00:00Z..', [{ kind: 'range', column: 'at', type: { name: 'datetime' }, min: '2024-01-01T00:00:00Z' }]],
    ['range', 'at=08:00:00..', [{ kind: 'range', column: 'at', type: { name: 'time' }, min: '08:00:00' }]],
    ['length', 'a,b=5', ['a', 'b'].map((column) => ({ kind: 'length', column, min: 5, max: 5 }))],
    ['regex', 'email=[^@,]+@x=y', [{ kind: 'regex', column: 'email', pattern: '[^@,]+@x=y' }]],
    ['in-set', 'status=open,"a,b"', [{ kind: 'in-set', column: 'status', values: ['open', 'a,b'] }]],
    ['type', 'a=integer', [{ kind: 'type', column: 'a', type: { name: 'integer' } }]],
    ['type', 'a=datetime:%d/%m/%Y %H:%M', [{ kind: 'type', column: 'a', type: { name: 'datetime', format: '%d/%m/%Y %H:%M' } }]],
    ['row-count', '10..20', [{ kind: 'row-count', min: 10, max: 20 }]],
    ['row-count', '..20', [{ kind: 'row-count', max: 20 }]],
    ['foreign-key', 'a,b=s3://x/y.csv:c,"d:e"', [{ kind: 'foreign-key', columns: ['a', 'b'], reference: { source: 's3://x/y.csv', columns: ['c', 'd:e'] } }]],
  ] satisfies [Check['kind'], string, Check[]][])('%s %s is understood', (kind, text, checks) => {
    expect(parseCheck(kind, text)).toEqual(checks);
  });

  it.each([
    ['not-null', '', 'a name is missing'],
    ['not-null', 'a,,b', 'a name is missing'],
    ['unique', '"a"b', 'unexpected "b" after "a"'],
    ['range', 'amount', 'there is no ='],
    ['range', 'amount=', 'one of the two may be left out'],
    ['range', 'amount=..', 'one of the two may be left out'],
    ['range', 'amount=1..2..3', 'one of the two may be left out'],
    ['range', 'amount=0..2024-01-01', 'two numbers, dates'],
    ['range', 'amount=a..', 'two numbers, dates'],
    ['length', 'a=1.5', '"1.5" is no whole number'],
    ['row-count', '-1', '"-1" is no whole number'],
    ['type', 'a=text', 'types are integer, number'],
    ['type', 'a=integer:%d', 'types are integer, number'],
    ['foreign-key', 'a=s3://x/y.csv', 'the columns that it refers to are missing'],
  ] satisfies [Check['kind'], string, string][])('%s %s is refused: %s', (kind, text, why) => {
    expect(() => parseCheck(kind, text)).toThrow(expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(why), hint: expect.stringContaining('Write ') }));
  });
});
