import { z } from 'zod';
import { EngineError } from '../../errors.js';
import type { Answer, JsonRow, JsonValue } from '../../result/answer.js';
import { cutCell } from '../../result/cut-cell.js';
import type { ColumnPair } from './column-pairs.js';
import type { Ask } from './compare-options.js';
import type { ChangeSample, RowComparison, RowSample } from './compare-report.js';
import { rowsSql, type RowsQuestion } from './rows-sql.js';
import { comparedAs, comparisonOf } from './value-sql.js';

export interface ComparedRows {
  readonly rows: RowComparison;
  /** With the types that the whole files have. */
  readonly pairs: readonly ColumnPair[];
  readonly answer: Answer;
}

/** A scan may show other types than the samples did, and with them the statement changes. */
const MAX_ATTEMPTS = 4;

/** A sample is to look at; whole values are a query away. */
const MAX_SAMPLE_CHARS = 1_000;

export async function compareRows(ask: Ask, question: RowsQuestion): Promise<ComparedRows> {
  const { left, right } = question;
  const options = { tables: { left, right }, limits: { maxRows: 1, maxCellChars: Number.MAX_SAFE_INTEGER } };
  let { pairs } = question;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const answer = await ask(rowsSql({ ...question, pairs }), options);
    const found = parseAnswer(answer);
    const actual = pairs.map((pair, i) => withTypes(pair, found.left_types?.[i], found.right_types?.[i]));
    const assumed = pairs;
    pairs = actual;
    if (actual.every((pair, i) => isSameComparison(pair, assumed[i]))) {
      return { rows: rowComparison(found, { ...question, pairs }), pairs, answer };
    }
  }
  throw new EngineError('DATA_TYPE', 'The types of the columns changed with every scan', { hint: 'Leave the columns that mix types out of the comparison.' });
}

const rowCount = z.number().int().nullable().transform((count) => count ?? 0);
const record = z.record(z.string(), z.json());
const records = z.array(record).nullable().transform((list) => list ?? []);
const side = z.object({ rows: rowCount, null_keys: rowCount });
const types = z.array(z.string()).nullable();
const resultRow = z.object({
  left: side,
  right: side,
  duplicates: z.object({ keys: rowCount, l_rows: rowCount, r_rows: rowCount, uneven: rowCount }),
  counts: z.object({ added: rowCount, removed: rowCount }),
  changed_rows: z.array(rowCount),
  duplicate_samples: records,
  added: records,
  removed: records,
  changed: records,
  left_types: types,
  right_types: types,
});
type Found = z.output<typeof resultRow>;

function parseAnswer({ columns, rows, truncated }: Answer): Found {
  if (truncated) {
    throw new EngineError('RESULT_LIMIT', 'The samples of differing rows are too large for an answer', {
      hint: 'Ask for fewer samples, or ignore the columns with long values.',
    });
  }
  return resultRow.parse(Object.fromEntries(columns.map(({ name }, i) => [name, rows[0]?.[i]])));
}

/** Text that both sides were read as on purpose is no finding. */
function withTypes(pair: ColumnPair, left: string | undefined, right: string | undefined): ColumnPair {
  if (comparisonOf(pair).kind === 'text') return pair;
  return { left: { ...pair.left, type: left ?? pair.left.type }, right: { ...pair.right, type: right ?? pair.right.type } };
}

const isSameComparison = (pair: ColumnPair, other: ColumnPair | undefined): boolean =>
  other !== undefined && JSON.stringify(comparisonOf(pair)) === JSON.stringify(comparisonOf(other));

function rowComparison(found: Found, { pairs, keyCount }: RowsQuestion): RowComparison {
  const { left, right, duplicates, counts } = found;
  const [changed = 0, ...changedRows] = found.changed_rows;
  const columns = pairs.slice(keyCount).map((pair, i) => ({ name: pair.left.name, comparedAs: comparedAs(pair), changedRows: changedRows[i] ?? 0 }));
  const compared = left.rows - left.null_keys - duplicates.l_rows - counts.removed;
  const differ = counts.added + counts.removed + changed + duplicates.uneven;
  const keyOf = (sample: z.output<typeof record>): JsonRow => pairs.slice(0, keyCount).map((_, i) => cut(sample[`k${i}`]));
  const rowOf = (sample: z.output<typeof record>): RowSample => ({ key: keyOf(sample), values: columns.map((_, i) => cut(sample[`x${keyCount + i}`])) });
  const changeOf = (sample: z.output<typeof record>): ChangeSample => ({
    key: keyOf(sample),
    changes: columns.flatMap(({ name }, i) => {
      const values = record.nullable().parse(sample[`x${keyCount + i}`] ?? null);
      return values === null ? [] : [{ column: name, left: cut(values.l), right: cut(values.r) }];
    }),
  });
  return {
    equal: differ === 0 && left.null_keys === right.null_keys,
    key: pairs.slice(0, keyCount).map((pair) => pair.left.name),
    columns,
    leftRows: left.rows,
    rightRows: right.rows,
    same: compared - changed,
    ...counts,
    changed,
    nullKeys: { left: left.null_keys, right: right.null_keys },
    duplicateKeys: {
      keys: duplicates.keys,
      leftRows: duplicates.l_rows,
      rightRows: duplicates.r_rows,
      uneven: duplicates.uneven,
      samples: found.duplicate_samples.map((sample) => ({
        key: keyOf(sample),
        leftRows: rowCount.parse(sample.l_rows),
        rightRows: rowCount.parse(sample.r_rows),
      })),
    },
    samples: { added: found.added.map(rowOf), removed: found.removed.map(rowOf), changed: found.changed.map(changeOf) },
  };
}

const cut = (value: JsonValue | undefined): JsonValue => cutCell(value ?? null, MAX_SAMPLE_CHARS);
