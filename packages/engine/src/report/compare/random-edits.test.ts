import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../engine.js';
import { compareSources } from './compare-sources.js';

let folder: string;
let engine: Engine;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-compare-'));
  engine = createEngine({ roots: [folder] });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const COLUMNS = ['number', 'text', 'day'] as const;
type Cells = Readonly<Record<(typeof COLUMNS)[number], string>>;

const cells: fc.Arbitrary<Cells> = fc.record({
  number: fc.oneof(fc.constant(''), fc.integer({ min: -999, max: 999 }).map(String), fc.integer({ min: -999, max: 999 }).map((n) => (n / 8).toFixed(3))),
  text: fc.constantFrom('', 'a', 'A', 'b c', 'comma, quote "', 'ünï'),
  day: fc.constantFrom('', '2024-02-29', '1999-12-31'),
});

/** What happens to a key from left to right. */
type Edit = { readonly kind: 'keep' | 'remove' | 'add' } | { readonly kind: 'change'; readonly columns: readonly (keyof Cells)[] } | { readonly kind: 'repeat'; readonly left: number; readonly right: number };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('keep', 'remove', 'add') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('change'), columns: fc.subarray([...COLUMNS], { minLength: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat'), left: fc.integer({ min: 2, max: 3 }), right: fc.integer({ min: 0, max: 3 }) }) },
);

/** Another value of the same type: the column's stays what it was. */
const CHANGED: Readonly<Record<keyof Cells, (value: string) => string>> = {
  number: (value) => (value === '' ? '5' : ''),
  text: (value) => `${value}!`,
  day: (value) => (value === '2024-02-29' ? '1999-12-31' : '2024-02-29'),
};

interface Row {
  readonly id: number;
  readonly cells: Cells;
  readonly edit: Edit;
}

const field = (value: string): string => (/[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const line = (id: number, row: Cells): string => [String(id), ...COLUMNS.map((name) => field(row[name]))].join(',');
/** Rows that fix the types, whatever the random ones hold. */
const ANCHOR = line(-1, { number: '1.5', text: 'anchor', day: '2000-01-01' });
const csv = (lines: readonly string[]): string => `${['id', ...COLUMNS].join(',')}\n${[ANCHOR, ...lines].join('\n')}\n`;

const leftLines = ({ id, cells: row, edit: { kind }, edit: what }: Row): string[] =>
  kind === 'add' ? [] : Array<string>(what.kind === 'repeat' ? what.left : 1).fill(line(id, row));

function rightLines({ id, cells: row, edit: what }: Row): string[] {
  if (what.kind === 'remove') return [];
  if (what.kind === 'repeat') return Array<string>(what.right).fill(line(id, row));
  if (what.kind === 'change') return [line(id, { ...row, ...Object.fromEntries(what.columns.map((name) => [name, CHANGED[name](row[name])])) })];
  return [line(id, row)];
}

it('counts exactly the edits that were made', async () => {
  const tables = fc.uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 1_000_000 }), cells, edit }), { maxLength: 40, selector: ({ id }) => id });
  await fc.assert(
    fc.asyncProperty(tables, fc.func(fc.integer()), async (rows, order) => {
      const [left, right] = [join(folder, 'left.csv'), join(folder, 'right.csv')] as const;
      const shuffled = [...rows].sort((a, b) => order(a.id) - order(b.id));
      writeFileSync(left, csv(rows.flatMap(leftLines)));
      writeFileSync(right, csv(shuffled.flatMap(rightLines)));
      const report = await compareSources((sql, options) => engine.query(sql, options), { left, right, key: ['id'] });
      const count = (kind: Edit['kind']): number => rows.filter((row) => row.edit.kind === kind).length;
      const repeats = rows.flatMap((row) => (row.edit.kind === 'repeat' ? [row.edit] : []));
      expect(report.schema?.equal).toBe(true);
      expect(report.rows).toMatchObject({
        same: count('keep') + 1,
        added: count('add'),
        removed: count('remove'),
        changed: count('change'),
        columns: COLUMNS.map((name) => ({ name, changedRows: rows.filter((row) => row.edit.kind === 'change' && row.edit.columns.includes(name)).length })),
        duplicateKeys: {
          keys: repeats.length,
          leftRows: repeats.reduce((sum, repeat) => sum + repeat.left, 0),
          rightRows: repeats.reduce((sum, repeat) => sum + repeat.right, 0),
          uneven: repeats.filter((repeat) => repeat.left !== repeat.right).length,
        },
      });
    }),
    { numRuns: 40 },
  );
});
