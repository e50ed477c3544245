import { expect, it } from '@jest/globals';
import { EngineError, type ErrorCode } from '../../errors.js';
import type { Answer } from '../../result/answer.js';
import { answerOrHandOver } from './hand-over.js';

const answer = (road: Answer['road']): Answer => ({ columns: [], rows: [], rowCount: 0, truncated: false, sources: [], types: { trust: 'verified', columns: [] }, warnings: [], bytesRead: 0, road, ms: {} });
const fails = (code: ErrorCode, message: string, hint?: string) => () => Promise.reject(new EngineError(code, message, hint === undefined ? {} : { hint }));
const never = () => Promise.reject(new Error('asked'));

it('what can be answered here is', async () => {
  expect(await answerOrHandOver({ here: (handsOver) => Promise.resolve(answer(handsOver ? 'stream' : 'cache')), there: never })).toEqual(answer('stream'));
});

it.each(['DEADLINE_UNREACHABLE', 'SCAN_LIMIT', 'TEMP_DISK_LIMIT'] as const)('%s is handed over, with the reason', async (code) => {
  const found = await answerOrHandOver({ here: fails(code, 'too much'), there: (reason) => Promise.resolve({ ...answer('remote'), warnings: [reason] }) });
  expect(found).toMatchObject({ road: 'remote', warnings: [{ code: 'HANDED_OVER', message: expect.stringContaining('too much') }] });
});

it.each(['SQL_SYNTAX', 'DEADLINE_EXCEEDED', 'SOURCE_DENIED'] as const)('%s is no reason to', async (code) => {
  await expect(answerOrHandOver({ here: fails(code, 'no'), there: never })).rejects.toMatchObject({ code });
});

it('what is not translated is tried here after all', async () => {
  const here = (handsOver: boolean) => (handsOver ? fails('DEADLINE_UNREACHABLE', 'late')() : Promise.resolve(answer('stream')));
  expect(await answerOrHandOver({ here, there: fails('REMOTE_UNSUPPORTED', 'not translated') })).toMatchObject({ road: 'stream', warnings: [{ code: 'NOT_HANDED_OVER', message: expect.stringContaining('not translated') }] });
});

it('where that has no chance, both reasons and both ways on are told', async () => {
  const asked = answerOrHandOver({ here: fails('DEADLINE_UNREACHABLE', 'late', 'What fits: less.'), there: fails('REMOTE_UNSUPPORTED', 'not translated', 'Edit the draft.') });
  await expect(asked).rejects.toMatchObject({ code: 'DEADLINE_UNREACHABLE', message: 'late. Databricks was not asked: not translated', hint: 'What fits: less. Or: Edit the draft.' });
});

it('a warehouse that fails is told as it is', async () => {
  await expect(answerOrHandOver({ here: fails('SCAN_LIMIT', 'much'), there: fails('REMOTE_DENIED', 'expired') })).rejects.toMatchObject({ code: 'REMOTE_DENIED' });
});
