import { expect, it } from '@jest/globals';
import { createPlainLog } from './plain-log.js';

it('a log outside Lambda says what an error was, and where it arose', () => {
  const lines: string[] = [];
  createPlainLog('info', { write: (line) => void lines.push(line) }).error({ error: new TypeError('no such thing') }, 'failed');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'failed', error: { type: 'TypeError', message: 'no such thing', stack: expect.stringContaining('plain-log.test') } });
});
