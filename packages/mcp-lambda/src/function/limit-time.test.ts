import { describe, expect, it } from '@jest/globals';
import { createEngine } from '@sluice/engine';
import { limitTime } from './limit-time.js';

const SLOW = 'SELECT count(*) FROM range(3000000000) t WHERE hash(range) % 7 = 1';

describe('an engine whose time is limited', () => {
  it.each<[string, number | undefined, number | undefined, number]>([
    ['its own limit', undefined, undefined, 300],
    ['what is left', 200, undefined, 200],
    ['what the caller asks', 200, 100, 100],
    ['what is left, whatever the caller asks', 200, 10_000, 200],
    ['nothing left at all', -5, undefined, 1],
  ])('ends a question after %s', async (_what, remaining, asked, expected) => {
    await using engine = createEngine({ roots: [], cache: 'off', limits: { timeoutMs: 300 } });
    const limited = limitTime(engine, { remainingMs: () => remaining, onQuery: () => {} });
    await expect(limited.query(SLOW, asked === undefined ? {} : { timeoutMs: asked })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', message: `The question was not answered within ${expected / 1000} s` });
  });

  it('tells what is asked, of each way to ask in SQL', async () => {
    await using engine = createEngine({ roots: [], cache: 'off' });
    const asked: string[] = [];
    const limited = limitTime(engine, { remainingMs: () => undefined, onQuery: (sql) => void asked.push(sql) });
    await limited.query('SELECT 1');
    await limited.writeRows('SELECT 2', { format: 'csv' }, () => Promise.resolve());
    expect(asked).toEqual(['SELECT 1', 'SELECT 2']);
  });
});
