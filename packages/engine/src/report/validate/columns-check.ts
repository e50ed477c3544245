import type { CheckOf } from './check.js';

/** What is wrong with a source's columns; undefined when nothing is. */
export function columnsProblem({ names, match }: CheckOf<'columns'>, columns: readonly string[]): string | undefined {
  const missing = names.filter((name) => !columns.includes(name));
  const surplus = match === 'subset' ? [] : columns.filter((column) => !names.includes(column));
  const problems = [
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(surplus.length > 0 ? [`not expected: ${surplus.join(', ')}`] : []),
  ];
  if (problems.length > 0) return problems.join('; ');
  return match === 'exact' && names.some((name, i) => columns[i] !== name) ? `the order is ${columns.join(', ')}` : undefined;
}
