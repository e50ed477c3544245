import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';
import type { ColumnPair } from './column-pairs.js';
import { comparableSql, comparisonOf, differsSql, type Tolerance } from './value-sql.js';

export interface RowsQuestion extends Tolerance {
  readonly left: string;
  readonly right: string;
  /** The key's pairs first. */
  readonly pairs: readonly ColumnPair[];
  readonly keyCount: number;
  readonly samples: number;
}

/** Lists of expressions that the statement's parts share. */
interface Lists {
  readonly keys: string;
  readonly hasNullKey: string;
  /** As fields of a struct. */
  readonly keyFields: readonly string[];
  /** Positions of the columns besides the key. */
  readonly others: readonly number[];
}

/**
 * One statement that scans each side once and gives one row. Columns go by position within it, so that no name can
 * disturb it: `x0…` values as read, `k0…` keys in comparable form, `l0…` and `r0…` both sides' values, `d0…` whether
 * they differ.
 */
export function rowsSql(question: RowsQuestion): string {
  const positions = question.pairs.map((_, i) => i);
  const keyNames = positions.slice(0, question.keyCount).map((i) => `k${i}`);
  const lists: Lists = {
    keys: keyNames.join(', '),
    hasNullKey: `(${keyNames.map((key) => `${key} IS NULL`).join(' OR ')})`,
    keyFields: keyNames.map((key) => `${key}: ${key}`),
    others: positions.slice(question.keyCount),
  };
  const tables = {
    'l AS MATERIALIZED': sideSql(question, 'left'),
    'r AS MATERIALIZED': sideSql(question, 'right'),
    'l_keyed AS': keyedSql(question, 'l'),
    'r_keyed AS': keyedSql(question, 'r'),
    'repeated AS MATERIALIZED': `${repeatedSql(lists, 'l')} UNION ${repeatedSql(lists, 'r')}`,
    'duplicates AS MATERIALIZED': duplicatesSql(lists),
    'joined AS': joinedSql(question, lists),
    // Nearly always few: what matches is dropped on the way.
    'differences AS MATERIALIZED': `FROM joined WHERE kind <> 'changed' ${lists.others.map((i) => `OR d${i}`).join(' ')}`,
  };
  const ctes = Object.entries(tables).map(([name, sql]) => `${name} (${sql})`);
  return `WITH ${ctes.join(',\n')}\nSELECT ${resultColumns(question, lists).join(',\n')}`;
}

/** A side's values, read as text where the other side's have another type. */
function sideSql({ pairs, ...uris }: RowsQuestion, side: 'left' | 'right'): string {
  const values = pairs.map((pair, i) => `${quoteIdentifier(pair[side].name)} AS x${i}`);
  const texts = pairs.filter((pair) => comparisonOf(pair).kind === 'text').map((pair) => `${quoteLiteral(pair[side].name)}: 'VARCHAR'`);
  const from = texts.length === 0 ? quoteIdentifier(side) : `read_csv(${quoteLiteral(uris[side])}, types = {${texts.join(', ')}})`;
  return `SELECT ${values.join(', ')} FROM ${from}`;
}

const keyedSql = ({ pairs, keyCount }: RowsQuestion, side: 'l' | 'r'): string =>
  `SELECT ${pairs.slice(0, keyCount).map((pair, i) => `${comparableSql(`x${i}`, comparisonOf(pair))} AS k${i}`).join(', ')}, * FROM ${side}`;

const repeatedSql = ({ keys, hasNullKey }: Lists, side: 'l' | 'r'): string =>
  `SELECT ${keys} FROM ${side}_keyed WHERE NOT ${hasNullKey} GROUP BY ${keys} HAVING count(*) > 1`;

/** How often each side has the repeated keys: the other side may have them once, or not at all. */
function duplicatesSql({ keys }: Lists): string {
  const rows = (side: 'l' | 'r'): string => `SELECT ${keys}, '${side}' AS side FROM ${side}_keyed SEMI JOIN repeated USING (${keys})`;
  const count = (side: 'l' | 'r'): string => `count(*) FILTER (WHERE side = '${side}') AS ${side}_rows`;
  return `SELECT ${keys}, ${count('l')}, ${count('r')} FROM (${rows('l')} UNION ALL ${rows('r')}) GROUP BY ${keys}`;
}

function joinedSql({ pairs, keyCount, ...tolerance }: RowsQuestion, { keys, hasNullKey }: Lists): string {
  const kind = "CASE WHEN r.k0 IS NULL THEN 'removed' WHEN l.k0 IS NULL THEN 'added' ELSE 'changed' END AS kind";
  const columns = pairs.map((pair, i) =>
    i < keyCount
      ? `coalesce(l.k${i}, r.k${i}) AS k${i}`
      : `l.x${i} AS l${i}, r.x${i} AS r${i}, ${differsSql(`l.x${i}`, `r.x${i}`, pair, tolerance)} AS d${i}`,
  );
  const unique = (side: 'l' | 'r'): string => `(FROM ${side}_keyed ANTI JOIN repeated USING (${keys}) WHERE NOT ${hasNullKey}) ${side}`;
  const sameKey = pairs.slice(0, keyCount).map((_, i) => `l.k${i} = r.k${i}`);
  return `SELECT ${[kind, ...columns].join(', ')} FROM ${unique('l')} FULL JOIN ${unique('r')} ON ${sameKey.join(' AND ')}`;
}

function resultColumns({ pairs, samples }: RowsQuestion, { keys, hasNullKey, keyFields, others }: Lists): string[] {
  const changed = (test: string): string => `count(*) FILTER (WHERE kind = 'changed' AND ${test})`;
  const ofKind = (kind: string): string => `FROM differences WHERE kind = '${kind}'`;
  const side = (name: 'l' | 'r'): string => `(SELECT {rows: count(*), null_keys: count(*) FILTER (WHERE ${hasNullKey})} FROM ${name}_keyed)`;
  const first = (values: readonly string[], from: string): string =>
    `(SELECT list({${[...keyFields, ...values].join(', ')}} ORDER BY ${keys}) FROM (${from} ORDER BY ${keys} LIMIT ${samples}))`;
  const types = (name: 'l' | 'r'): string => `(SELECT [${pairs.map((_, i) => `typeof(x${i})`).join(', ')}] FROM ${name} LIMIT 1)`;
  return [
    `${side('l')} AS "left"`,
    `${side('r')} AS "right"`,
    '(SELECT {keys: count(*), l_rows: sum(l_rows), r_rows: sum(r_rows), uneven: count(*) FILTER (WHERE l_rows <> r_rows)} FROM duplicates) AS duplicates',
    "(SELECT {added: count(*) FILTER (WHERE kind = 'added'), removed: count(*) FILTER (WHERE kind = 'removed')} FROM differences) AS counts",
    // In any column, then by column.
    `(SELECT [${['true', ...others.map((i) => `d${i}`)].map(changed).join(', ')}] FROM differences) AS changed_rows`,
    `${first(['l_rows: l_rows', 'r_rows: r_rows'], 'FROM duplicates')} AS duplicate_samples`,
    `${first(others.map((i) => `x${i}: r${i}`), ofKind('added'))} AS added`,
    `${first(others.map((i) => `x${i}: l${i}`), ofKind('removed'))} AS removed`,
    `${first(others.map((i) => `x${i}: CASE WHEN d${i} THEN {l: l${i}, r: r${i}} END`), ofKind('changed'))} AS changed`,
    `${types('l')} AS left_types`,
    `${types('r')} AS right_types`,
  ];
}
