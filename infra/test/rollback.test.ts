import { expect, it } from '@jest/globals';
import { chooseVersion } from '../src/commands/rollback.js';

const published = ['10', '2', '9'];

it.each([
  ['the one before the live one, counted as numbers', '10', undefined, '9'],
  ['the one that is named', '2', '10', '10'],
])('goes back to %s', (_, live, to, version) => {
  expect(chooseVersion({ published, live, to })).toBe(version);
});

it.each([
  ['nothing is before it', '2', undefined, 'There is no version before the one that is live'],
  ['there is no such version', '10', '5', 'There is no version 5'],
  ['that is not a version', '10', '$LATEST', 'There is no version $LATEST'],
])('says which versions there are when %s', (_, live, to, message) => {
  expect(() => chooseVersion({ published, live, to })).toThrow(expect.objectContaining({ message, hint: `Published are: 2, 9, 10. Live is ${live}.` }));
});
