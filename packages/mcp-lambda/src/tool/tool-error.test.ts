import { describe, expect, it } from '@jest/globals';
import { EngineError } from '@sluice/engine';
import { describeFailure, ToolError } from './tool-error.js';

describe('describeFailure', () => {
  it('tells an engine error with its code and the next step', () => {
    expect(describeFailure(new EngineError('SOURCE_NOT_FOUND', 'There is no file x.csv', { hint: 'List the folder.' }))).toEqual({
      code: 'SOURCE_NOT_FOUND',
      text: 'SOURCE_NOT_FOUND: There is no file x.csv\nNext: List the folder.',
    });
  });

  it('always has a next step', () => {
    expect(describeFailure(new EngineError('DATA_CORRUPT', 'Broken')).text).toMatch(/\nNext: \S/);
  });

  it.each([new Error('password=hunter2'), 'a string', { secret: 1 }, undefined])('tells what it does not understand by an id alone: %p', (thrown) => {
    const { text, id } = describeFailure(thrown);
    expect(text).toContain(`id ${id ?? '?'}`);
    expect(text).not.toMatch(/hunter2|a string|secret/);
  });

  it('stays under 2,000 characters and keeps the next step', () => {
    const { text } = describeFailure(new ToolError('INPUT', 'm'.repeat(10_000), `First this. ${'n'.repeat(10_000)}`));
    expect(text.length).toBeLessThanOrEqual(2_000);
    expect(text).toContain('\nNext: First this.');
    expect(text).toMatch(/m… \[8,\d{3} more characters do not fit here\]\nNext: [^]*n… \[9,\d{3} more characters do not fit here\]$/);
  });

  it('leaves the next step whatever the message does not need, as it may be a statement to send', () => {
    const draft = `Confirm or edit this draft: SELECT ${'n'.repeat(1_500)}`;
    expect(describeFailure(new EngineError('REMOTE_UNSUPPORTED', 'm'.repeat(400), { hint: draft })).text).toMatch(/n{1500}$/);
    const { text } = describeFailure(new EngineError('REMOTE_UNSUPPORTED', 'm'.repeat(600), { hint: draft }));
    expect(text).toMatch(/nn… \[\d+ more characters do not fit here\]$/);
    expect(text.length).toBeGreaterThan(1_990);
    expect(text.length).toBeLessThanOrEqual(2_000);
  });

  it('makes control characters from a file harmless, marks what a file may say, and keeps line breaks', () => {
    const { text } = describeFailure(new EngineError('DATA_TYPE', 'LINE 1: \u001b[2Jx\n       ^', { hint: '\u202eread me' }));
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(text.split('\n')).toHaveLength(4);
  });
});
