import { readValueBounds, type Check, type ValueType } from '@sluice/engine';
import { z } from 'zod';
import { ToolError } from '../tool/tool-error.js';

const TYPES = ['integer', 'number', 'boolean', 'year', 'date', 'time', 'datetime', 'email', 'uri', 'uuid'] as const;
const bound = z.union([z.string(), z.number()]);

/** One object for all kinds: what each needs stands in its description, which takes fewer tokens than ten schemas. */
export const checkInput = z.strictObject({
  check: z
    .enum(['not_null', 'unique', 'type', 'range', 'length', 'regex', 'in_set', 'foreign_key', 'row_count', 'columns'])
    .describe('Needs besides: not_null column; unique columns; type column, type; range and length column, min and/or max; regex column, pattern (RE2, whole value); in_set column, values; foreign_key columns, source, reference_columns; row_count min and/or max; columns columns, match'),
  column: z.string().min(1).optional(),
  columns: z.array(z.string().min(1)).min(1).optional(),
  type: z.enum(TYPES).optional(),
  format: z.string().optional().describe('Of dates and times that are not ISO 8601, as strptime has it: %d/%m/%Y'),
  min: bound.optional().describe('Inclusive; a number, or a date or time in ISO 8601'),
  max: bound.optional(),
  pattern: z.string().optional(),
  values: z.array(z.string()).min(1).optional(),
  source: z.string().optional().describe('The file that a foreign key refers to; without one, the source itself'),
  reference_columns: z.array(z.string().min(1)).min(1).optional(),
  match: z.enum(['exact', 'equal', 'subset']).optional().describe('exact: these columns in this order; equal: in any order; subset: others may be there'),
});

type CheckInput = z.output<typeof checkInput>;

/** @throws ToolError INPUT, naming what a check lacks */
export function toCheck(input: CheckInput): Check {
  const { match = 'exact' } = input;
  switch (input.check) {
    case 'not_null':
      return { kind: 'not-null', column: need(input, 'column') };
    case 'unique':
      return { kind: 'unique', columns: need(input, 'columns') };
    case 'type':
      return { kind: 'type', column: need(input, 'column'), type: valueType(need(input, 'type'), input.format) };
    case 'range':
      return { kind: 'range', column: need(input, 'column'), ...valueBounds(input) };
    case 'length':
      return { kind: 'length', column: need(input, 'column'), ...countBounds(input) };
    case 'regex':
      return { kind: 'regex', column: need(input, 'column'), pattern: need(input, 'pattern') };
    case 'in_set':
      return { kind: 'in-set', column: need(input, 'column'), values: need(input, 'values') };
    case 'foreign_key':
      return { kind: 'foreign-key', columns: need(input, 'columns'), reference: { columns: need(input, 'reference_columns'), ...(input.source !== undefined && { source: input.source }) } };
    case 'row_count':
      return { kind: 'row-count', ...countBounds(input) };
    case 'columns':
      return { kind: 'columns', names: need(input, 'columns'), match };
  }
}

function need<K extends keyof CheckInput>(input: CheckInput, name: K): NonNullable<CheckInput[K]> {
  const value = input[name];
  if (value === undefined) throw new ToolError('INPUT', `A ${input.check} check lacks ${name}`, `Give ${name} beside check.`);
  return value;
}

function valueType(name: (typeof TYPES)[number], format: string | undefined): ValueType {
  if (name === 'email' || name === 'uri' || name === 'uuid') return { name: 'string', format: name };
  if (name === 'date' || name === 'time' || name === 'datetime') return { name, ...(format !== undefined && { format }) };
  return { name };
}

function valueBounds({ min, max }: CheckInput): ReturnType<typeof readValueBounds> {
  try {
    return readValueBounds(`${min ?? ''}..${max ?? ''}`);
  } catch (error) {
    throw new ToolError('INPUT', `A range check cannot be made: ${(error as Error).message}`, 'Give min, max or both, e.g. {"check": "range", "column": "amount", "min": 0, "max": 1000}.', error);
  }
}

function countBounds(input: CheckInput): { readonly min?: number; readonly max?: number } {
  const counts = Object.entries({ min: input.min, max: input.max }).filter(([, value]) => value !== undefined);
  const wrong = counts.find(([, value]) => !Number.isSafeInteger(Number(value)) || Number(value) < 0);
  if (counts.length === 0 || wrong !== undefined) throw new ToolError('INPUT', `A ${input.check} check needs min, max or both, as whole numbers`, 'Give them as numbers, e.g. "min": 1.');
  return Object.fromEntries(counts.map(([name, value]) => [name, Number(value)]));
}
