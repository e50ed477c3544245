import type { Answer, AnswerColumn } from '../answer.js';

/** One JSON object a row, keys in the columns' order; a repeated column name gets `_1`, `_2`, … */
export function formatJsonl({ columns, rows }: Answer): string {
  const keys = distinctNames(columns).map((name) => JSON.stringify(name));
  // Written by hand: an object would move keys like "2024" to the front and lose one called "__proto__".
  const line = (row: Answer['rows'][number]): string =>
    `{${keys.map((key, index) => `${key}:${JSON.stringify(row[index] ?? null)}`).join(',')}}\n`;
  return rows.map(line).join('');
}

function distinctNames(columns: readonly AnswerColumn[]): string[] {
  const given = new Set(columns.map(({ name }) => name));
  const used = new Set<string>();
  return columns.map(({ name }) => {
    let distinct = name;
    for (let n = 1; used.has(distinct) || (distinct !== name && given.has(distinct)); n += 1) distinct = `${name}_${n}`;
    used.add(distinct);
    return distinct;
  });
}
