import type { Check, ValueType } from './check.js';

const MAX_LISTED = 5;

/** A check in a few words, as a report names it. */
export function describeCheck(check: Check): string {
  switch (check.kind) {
    case 'not-null':
      return `${check.column} is not null`;
    case 'type':
      return `${check.column} is ${typeText(check.type)}`;
    case 'range':
      return `${check.column} is ${boundsText(check)}`;
    case 'length':
      return `${check.column} has ${boundsText(check)} characters`;
    case 'regex':
      return `${check.column} matches ${check.pattern}`;
    case 'in-set':
      return `${check.column} is one of ${listText(check.values)}`;
    case 'unique':
      return `${check.columns.join(', ')} ${check.columns.length === 1 ? 'is' : 'are together'} unique`;
    case 'foreign-key':
      return `${check.columns.join(', ')} in ${check.reference.source ?? 'this source'}:${check.reference.columns.join(', ')}`;
    case 'row-count':
      return `${boundsText(check)} rows`;
    case 'columns':
      return `columns ${check.match === 'subset' ? 'include' : 'are'} ${listText(check.names)}`;
  }
}

function boundsText({ min, max }: { readonly min?: string | number; readonly max?: string | number }): string {
  if (min === undefined) return max === undefined ? 'any' : `at most ${max}`;
  if (max === undefined) return `at least ${min}`;
  return min === max ? String(min) : `${min}..${max}`;
}

const listText = (values: readonly string[]): string =>
  values.length <= MAX_LISTED ? values.join(', ') : `${values.slice(0, MAX_LISTED).join(', ')}, … (${values.length} in all)`;

const typeText = (type: ValueType): string => ('format' in type ? `${type.name} ${type.format}` : type.name);
