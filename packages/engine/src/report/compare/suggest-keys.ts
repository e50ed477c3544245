import { z } from 'zod';
import { quoteIdentifier } from '../../database/quote.js';
import type { ColumnPair } from './column-pairs.js';
import type { Ask, CompareOptions } from './compare-options.js';

/** An exact count holds every value in memory: only so many columns, the first ones, are counted so. */
const MAX_CANDIDATES = 5;

/** The estimate is off by a tenth as a rule; whatever may be unique is counted exactly. */
const MIN_ESTIMATED_SHARE = 0.5;

/** Columns, by the left side's names, in which no side has a NULL or a value twice. */
export async function suggestKeys(ask: Ask, pairs: readonly ColumnPair[], { left, right }: CompareOptions): Promise<string[]> {
  const options = { tables: { left, right } };
  const unique = async (tried: readonly ColumnPair[], distinct: (name: string) => string, share: number): Promise<ColumnPair[]> => {
    if (tried.length === 0) return [];
    const { rows } = await ask(countsSql(tried, distinct), options);
    const sides = z.array(z.array(z.number())).parse(rows[0]);
    return tried.filter((_, i) => sides.every(([total = 0, ...counts]) => {
      const [present = 0, values = 0] = counts.slice(i * 2);
      return total > 0 && present === total && values >= total * share;
    }));
  };
  const likely = await unique(pairs, (name) => `approx_count_distinct(${name})`, MIN_ESTIMATED_SHARE);
  const certain = await unique(likely.slice(0, MAX_CANDIDATES), (name) => `count(DISTINCT ${name})`, 1);
  return certain.map((pair) => pair.left.name);
}

/** Both sides in one statement: rows, then values and different values of each column. */
function countsSql(pairs: readonly ColumnPair[], distinct: (name: string) => string): string {
  const counts = (side: 'left' | 'right'): string => {
    const names = pairs.map((pair) => quoteIdentifier(pair[side].name));
    return `(SELECT [count(*), ${names.map((name) => `count(${name}), ${distinct(name)}`).join(', ')}] FROM ${quoteIdentifier(side)})`;
  };
  return `SELECT ${counts('left')}, ${counts('right')}`;
}
