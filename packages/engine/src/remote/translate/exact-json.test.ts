import { expect, it } from '@jest/globals';
import { parseExactJson } from './exact-json.js';

it('keeps every digit of long integers, as text', () => {
  expect(parseExactJson('{"a":9223372036854775807,"b":-9223372036854775808,"c":[18446744073709551615]}')).toEqual({ a: '9223372036854775807', b: '-9223372036854775808', c: ['18446744073709551615'] });
});

it('leaves short integers, fractions and texts as they are', () => {
  const value = { a: 42, b: 0.12345678901234566, c: 1e300, d: 123456789012345.5, e: '9223372036854775807', f: 'a "quoted" 1234567890123456789 \\', g: -0.30000000000000004 };
  expect(parseExactJson(JSON.stringify(value))).toEqual(value);
});
