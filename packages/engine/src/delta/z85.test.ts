import { expect, it } from '@jest/globals';
import { decodeZ85 } from './z85.js';

it('reads the example of ZeroMQ’s specification', () => {
  expect(decodeZ85('HelloWorld').toString('hex')).toBe('864fd26fb559f75b');
});

it.each(['Hell', 'Hell~', '#####'])('refuses %j', (text) => {
  expect(() => decodeZ85(text)).toThrow(RangeError);
});
