import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { detectCompression } from './compression.js';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('detectCompression', () => {
  it.each([
    ['gzip', gzipSync('a,b\n')],
    ['zstd', hex('28b52ffd 0000')],
    ['bzip2', Buffer.concat([Buffer.from('BZh9'), hex('314159265359')])],
    ['bzip2', Buffer.concat([Buffer.from('BZh1'), hex('177245385090')])],
    ['xz', hex('fd377a585a00')],
    ['lz4', hex('04224d18')],
    ['zip', Buffer.from('PK\x03\x04', 'latin1')],
    ['7z', hex('377abcaf271c')],
    ['lzip', Buffer.from('LZIP\x01', 'latin1')],
    ['compress', hex('1f9d90')],
    ['snappy', hex('ff060000734e61507059')],
  ] as const)('knows %s by its magic bytes', (kind, bytes) => {
    expect(detectCompression(bytes)).toBe(kind);
  });

  it.each(['', 'a', 'id,name\n1,x\n', 'BZh9,ticker\n', 'PK,value\n', 'LZIP,x\n', '(\xb5', '\x1f'])('takes %j for plain text', (text) => {
    expect(detectCompression(Buffer.from(text, 'latin1'))).toBe('none');
  });

  it.each([
    ['zstd', '502a4d18 02000000 aaaa 28b52ffd'],
    ['zstd', '5f2a4d18 00000000 502a4d18 01000000 aa 28b52ffd'],
    ['lz4', '502a4d18 02000000 aaaa 04224d18'],
    ['zstd', '502a4d18 ffffff7f aaaa'],
  ] as const)('looks behind skippable frames to find %s', (kind, bytes) => {
    expect(detectCompression(hex(bytes))).toBe(kind);
  });
});
