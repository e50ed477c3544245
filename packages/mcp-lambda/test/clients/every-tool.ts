import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROWS = 100_000;

/** Files for every tool: one to page through, one that takes a while to read, two to compare. */
export function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-clients-')));
  writeFileSync(join(folder, 'rows.csv'), `id,v\n${Array.from({ length: ROWS }, (_, i) => `${i},${i % 10}\n`).join('')}`);
  writeFileSync(join(folder, 'packed.csv.gz'), gzipSync(`id,text\n${Array.from({ length: 600_000 }, (_, i) => `${i},${Math.imul(i, 2_654_435_761) >>> 0}\n`).join('')}`));
  writeFileSync(join(folder, 'old.csv'), 'id,v\n1,a\n2,b\n');
  writeFileSync(join(folder, 'new.csv'), 'id,v\n1,a\n2,c\n');
  return folder;
}

/** A call of each tool, and what its text must show. */
export const EVERY_TOOL: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
  ['list_files', { pattern: '*.csv' }, /rows\.csv/],
  ['inspect', { source: 'rows.csv' }, /id,BIGINT/],
  ['profile', { source: 'old.csv' }, /2 rows, 2 columns/],
  ['query', { sql: "SELECT count(*) AS n FROM 'rows.csv'" }, /n\n100000\n/],
  ['compare', { left: 'old.csv', right: 'new.csv', key: ['id'] }, /different: 1 row changed/],
  ['validate', { source: 'old.csv', checks: [{ check: 'unique', columns: ['id'] }] }, /Passed: 1 check/],
  ['chart', { sql: "SELECT v, count(*) AS n FROM 'rows.csv' GROUP BY v ORDER BY v", kind: 'bar', x: 'v', y: 'n' }, /A bar chart of 10 rows/],
  ['export_result', { sql: "FROM 'old.csv'" }, /Wrote 2 rows/],
];

export const PAGES = { sql: "FROM 'rows.csv'", max_rows: 10_000 };
export const SLOW = { sql: "SELECT count(DISTINCT text), sum(id) FROM 'packed.csv.gz'" };
export const ENDLESS = { sql: 'SELECT count(*) FROM range(100000) a, range(100000) b WHERE hash(a.range, b.range) % 7 = 1' };
