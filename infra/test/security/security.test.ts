import { describe, expect, it } from '@jest/globals';
import { makeStack, Resources } from '../make-stack.js';
import { API_CLAIMS } from './api-claims.js';
import { FUNCTION_CLAIMS } from './function-claims.js';

describe.each([...API_CLAIMS, ...FUNCTION_CLAIMS])('$says', ({ given, holds, loosen }) => {
  it('holds for the stack', () => holds(new Resources(makeStack(given))));

  it.each(Object.entries(loosen))('fails when the stack is loosened: %s', (_, change) => {
    const stack = makeStack(given);
    change(stack);
    const loosened = new Resources(stack);
    expect(() => holds(loosened)).toThrow();
  });
});
