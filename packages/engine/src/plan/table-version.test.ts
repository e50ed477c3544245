import { describe, expect, it } from '@jest/globals';
import { nameAtMoment, parseTableName } from './table-version.js';

describe('the name of a table', () => {
  it.each([
    ['s3://bucket/table/', 's3://bucket/table', { kind: 'newest' }],
    ['s3://bucket/table@v7', 's3://bucket/table', { kind: 'version', version: 7 }],
    ['data/t/@v0', 'data/t', { kind: 'version', version: 0 }],
    ['t@20240229010203004', 't', { kind: 'moment', ms: Date.UTC(2024, 1, 29, 1, 2, 3, 4) }],
    ['me@home', 'me@home', { kind: 'newest' }],
    ['t@v7x', 't@v7x', { kind: 'newest' }],
    ['/', '/', { kind: 'newest' }],
  ])('%s says folder and version', (name, folder, at) => {
    expect(parseTableName(name)).toEqual({ folder, at });
  });

  it.each([
    ['2024-02-29', 't@20240229000000000'],
    ['2024-02-29 01:02', 't@20240229010200000'],
    ['2024-02-29 01:02:03.004', 't@20240229010203004'],
    ['2024-02-29T01:02:03Z', 't@20240229010203000'],
    ['2024-02-29 01:02:03+02', 't@20240228230203000'],
    ['2024-02-29 01:02:03 +05:30', 't@20240228193203000'],
  ])('at %s is in UTC', (moment, name) => {
    expect(nameAtMoment('t/', moment)).toBe(name);
  });

  it.each(['yesterday', '', '12:00', '2024-13-01'])('at %j is refused', (moment) => {
    expect(() => nameAtMoment('t', moment)).toThrow(expect.objectContaining({ code: 'SQL_REFUSED' }));
  });
});
