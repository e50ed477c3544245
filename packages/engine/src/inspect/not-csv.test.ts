import { describe, expect, it } from '@jest/globals';
import { EngineError } from '../errors.js';
import { assertCsv } from './not-csv.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const refusal = (content: Uint8Array, text?: string) => {
  try {
    assertCsv(content, text);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'DATA_NOT_CSV') return `${error.message}. ${error.hint ?? ''}`;
    throw error;
  }
  return undefined;
};

describe('assertCsv', () => {
  it.each([
    ['Parquet', 'PAR1\x15\x04\x15\x10', 'Parquet'],
    ['a ZIP archive', 'PK\x03\x04\x14\0', 'ZIP'],
    ['an SQLite database', 'SQLite format 3\0\x10', 'SQLite'],
    ['Avro', 'Obj\x01\x04', 'Avro'],
    ['a PDF', '%PDF-1.7\n', 'PDF'],
    ['a PNG image', '\x89PNG\r\n\x1a\n', 'PNG'],
    ['an HTML page', '\n<!DOCTYPE html>\n<html><body>Sign in</body></html>', 'HTML'],
    ['an HTML page behind a comment', '<!-- saved -->\n<html>\n<head></head></html>', 'HTML'],
    ['a part of an HTML page', '<div class="x">a, b</div>\n<p>c</p>\n', 'HTML'],
    ['an RTF document', '{\\rtf1\\ansi Hello, world}', 'RTF'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMIID\n', 'certificate'],
    ['a JSON array of numbers', '[1, 2, 3]\n', 'JSON'],
    ['an S3 error', '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>', 'AccessDenied'],
    ['XML without a prologue', '<rows>\n<row a="1"/>\n</rows>\n', 'XML'],
    ['a JSON document', '[\n  {"a": 1}\n]\n', 'JSON'],
    ['JSON lines', '{"a": 1}\n{"a": 2}\n', 'newline-delimited JSON'],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n', 'git lfs pull'],
    ['binary data', Array.from({ length: 900 }, (_, i) => String.fromCharCode((i * 89) % 256)).join(''), 'binary'],
  ])('refuses %s and names it', (_what, content, named) => {
    expect(refusal(bytes(content))).toContain(named);
  });

  it.each([
    ['a header', 'id,name\n1,a\n'],
    ['a header that starts like Parquet', 'PAR1,PAR2\n1,2\n'],
    ['a header that starts like ORC', 'ORC_ID;NAME\n1;2\n'],
    ['unit separators', 'a\x1fb\n1\x1f2\n'.repeat(40)],
    ['one NUL in a field', 'a,b\n1,x\0y\n'],
    ['lists in brackets, one a line', '[1, 2]\n[3, 4]\n'],
    ['a tag in a cell', '<b>name</b>,x\n1,2\n'],
    ['an empty file', ''],
  ])('accepts text with %s', (_what, content) => {
    expect(refusal(bytes(content), content)).toBeUndefined();
  });
});
