import { describe, expect, it } from '@jest/globals';
import { uniqueNames } from './column-names.js';

describe('uniqueNames', () => {
  it.each([
    ['trims names', [' a ', 'b\t'], ['a', 'b']],
    ['names empty cells by position', ['', 'a', ' '], ['column0', 'a', 'column2']],
    ['numbers repeated names without regard to case', ['a', 'a', 'A'], ['a', 'a_1', 'A_2']],
    ['steps aside for names that are already numbered', ['a', 'a', 'a_1'], ['a', 'a_1', 'a_1_1']],
    ['pads positions when there are more than ten', Array<string>(11).fill('').concat(), ['column00', 'column01']],
  ])('%s', (_claim, cells, expected) => {
    expect(uniqueNames(cells).slice(0, expected.length)).toEqual(expected);
  });
});
