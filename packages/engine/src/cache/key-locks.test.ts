import { describe, expect, it } from '@jest/globals';
import { KeyLocks } from './key-locks.js';

const never = new AbortController().signal;

describe('KeyLocks', () => {
  it('gives one key to one taker, and lets the others go on when it is given back', async () => {
    const locks = new KeyLocks();
    const first = await locks.take('a', never);
    const order: string[] = [];
    const second = locks.take('a', never).then((lock) => order.push(lock === undefined ? 'waited' : 'took'));
    expect(await locks.take('b', never)).toBeDefined();
    order.push('gave back');
    first?.[Symbol.dispose]();
    await second;
    expect(order).toEqual(['gave back', 'waited']);
    expect(await locks.take('a', never)).toBeDefined();
  });

  it('stops waiting when the question is cancelled', async () => {
    const locks = new KeyLocks();
    await locks.take('a', never);
    const stop = new AbortController();
    const waiting = locks.take('a', stop.signal);
    stop.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
  });
});
