import { describe, expect, it } from '@jest/globals';
import { Slots } from './slots.js';

const never = new AbortController().signal;

describe('Slots', () => {
  it('lets in as many at once as there are, and the others in order', async () => {
    const slots = new Slots(2);
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    const enter = async (i: number): Promise<void> => {
      const slot = await slots.take(never);
      most = Math.max(most, (inside += 1));
      order.push(i);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      slot[Symbol.dispose]();
    };
    await Promise.all([0, 1, 2, 3, 4, 5].map(enter));
    expect([most, order]).toEqual([2, [0, 1, 2, 3, 4, 5]]);
  });

  it('does not give a slot to who was cancelled while waiting', async () => {
    const slots = new Slots(1);
    const first = await slots.take(never);
    const stop = new AbortController();
    const cancelled = slots.take(stop.signal);
    const third = slots.take(never);
    stop.abort(new Error('cancelled'));
    await expect(cancelled).rejects.toThrow('cancelled');
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    await expect(third).resolves.toBeDefined();
    await expect(slots.take(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });
});
