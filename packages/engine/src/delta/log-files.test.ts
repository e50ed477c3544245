import { describe, expect, it } from '@jest/globals';
import { newestVersion, segmentFor, sortLogFiles } from './log-files.js';

const padded = (version: number): string => String(version).padStart(20, '0');
const uuid = '80a083e8-7026-4e79-81be-64bd76c43a11';
const sorted = (...names: string[]) => sortLogFiles(names.map((name) => ({ uri: `t/_delta_log/${name}`, size: 1, etag: '', modified: new Date(0) })));
const names = (files: readonly { readonly uri: string }[] | undefined): string[] | undefined => files?.map(({ uri }) => uri.slice('t/_delta_log/'.length));

describe('a log', () => {
  it('is read from its newest checkpoint that is whole', () => {
    const log = sorted(
      `${padded(9)}.json`,
      `${padded(10)}.json`,
      `${padded(11)}.json`,
      `${padded(2)}.checkpoint.parquet`,
      `${padded(9)}.checkpoint.0000000001.0000000002.parquet`,
      `${padded(9)}.checkpoint.0000000002.0000000002.parquet`,
      `${padded(10)}.checkpoint.0000000001.0000000002.parquet`,
    );
    const segment = segmentFor(log, 11);
    expect(segment).toMatchObject({ version: 11, checkpoint: { version: 9, files: [{}, {}] } });
    expect('commits' in segment && names(segment.commits)).toEqual([`${padded(10)}.json`, `${padded(11)}.json`]);
  });

  it.each([`${padded(3)}.checkpoint.${uuid}.json`, `${padded(3)}.checkpoint.${uuid}.parquet`, `${padded(3)}.checkpoint.parquet`])('may begin with %s', (name) => {
    expect(segmentFor(sorted(name), 3)).toMatchObject({ checkpoint: { version: 3 }, commits: [] });
  });

  it('has no version from before its beginning, or beyond a gap', () => {
    expect(segmentFor(sorted(`${padded(3)}.checkpoint.parquet`, `${padded(4)}.json`), 2)).toEqual({ missing: 0 });
    expect(segmentFor(sorted(`${padded(0)}.json`, `${padded(2)}.json`), 2)).toEqual({ missing: 1 });
  });

  it('is nothing else that lies in its folder', () => {
    const log = sorted(`${padded(1)}.crc`, `${padded(1)}.${padded(2)}.compacted.json`, `_staged_commits/${padded(1)}.${uuid}.json`, '_last_checkpoint', `${padded(1)}.json.tmp`, `_sidecars/${uuid}.parquet`);
    expect(newestVersion(log)).toBeUndefined();
  });
});
