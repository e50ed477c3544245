import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { EngineError, type ErrorCode } from '../errors.js';
import type { Format } from '../result/formats/format-answer.js';
import { exitCodeFor, reportError } from './report-error.js';

function report(error: unknown, format: Format, color = false): { written: string; exitCode: number } {
  const stream = new PassThrough();
  const exitCode = reportError(error, stream, { format, color });
  return { written: String(stream.read()), exitCode };
}

const MISSING = new EngineError('SOURCE_NOT_FOUND', 'No file d.csv', { hint: 'Check the path.' });

describe('the report', () => {
  it.each(['table', 'csv', 'markdown'] as const)('is a readable two-liner beside %s', (format) => {
    expect(report(MISSING, format)).toEqual({ written: 'error SOURCE_NOT_FOUND: No file d.csv\nhint: Check the path.\n', exitCode: 4 });
  });

  it.each(['json', 'jsonl'] as const)('is one JSON object beside %s', (format) => {
    const { written, exitCode } = report(MISSING, format);
    expect(written).toBe('{"error":{"code":"SOURCE_NOT_FOUND","message":"No file d.csv","hint":"Check the path."}}\n');
    expect(exitCode).toBe(4);
  });

  it('has no hint line without a hint', () => {
    expect(report(new EngineError('USAGE', 'Which file?'), 'table').written).toBe('error USAGE: Which file?\n');
  });

  it('keeps the lines of a message and makes escapes in it harmless', () => {
    const error = new EngineError('SQL_SYNTAX', 'near "\u001b[2J"\nLINE 1: x\n        ^');
    expect(report(error, 'table').written).toBe('error SQL_SYNTAX: near "␛[2J"\nLINE 1: x\n        ^\n');
  });

  it('takes anything thrown for a fault of ours', () => {
    expect(report(new TypeError('x is undefined'), 'csv')).toMatchObject({ exitCode: 1, written: expect.stringContaining('error INTERNAL:') });
  });
});

describe('the exit code', () => {
  it.each<[ErrorCode, number]>([
    ['INTERNAL', 1],
    ['DATABASE_CRASHED', 1],
    ['USAGE', 2],
    ['SQL_SYNTAX', 2],
    ['UNKNOWN_COLUMN', 2],
    ['UNKNOWN_TABLE', 2],
    ['SQL_FAILED', 2],
    ['SQL_REFUSED', 3],
    ['SOURCE_NOT_ALLOWED', 3],
    ['SOURCE_NOT_FOUND', 4],
    ['SOURCE_DENIED', 4],
    ['SOURCE_UNSUPPORTED', 4],
    ['SOURCE_UNAVAILABLE', 4],
    ['SCAN_LIMIT', 5],
    ['MEMORY_LIMIT', 5],
    ['TEMP_DISK_LIMIT', 5],
    ['RESULT_LIMIT', 5],
    ['DEADLINE_EXCEEDED', 5],
    ['SOURCE_CHANGED', 6],
    ['DATA_CORRUPT', 6],
    ['DATA_ENCODING', 6],
    ['DATA_NOT_CSV', 6],
    ['DATA_DIALECT', 6],
    ['DATA_BAD_ROW', 6],
    ['DATA_TYPE', 6],
    ['CANCELLED', 130],
  ])('of %s is %d', (code, expected) => {
    expect(exitCodeFor(code)).toBe(expected);
  });
});
