import { nearest } from '@sluice/engine';
import type { z } from 'zod';
import { ToolError } from './tool-error.js';

const MAX_ISSUES = 5;

/** @throws ToolError INPUT, naming what is wrong and the nearest arguments that exist */
export function parseInput<Input extends z.ZodObject>(name: string, schema: Input, args: unknown): z.output<Input> {
  const parsed = schema.safeParse(args ?? {});
  if (parsed.success) return parsed.data;
  const known = Object.keys(schema.shape);
  const problems = parsed.error.issues.slice(0, MAX_ISSUES).map((issue) => problemText(issue, known));
  throw new ToolError('INPUT', `${name} cannot be called so: ${problems.join('; ')}`, `Its arguments are ${known.join(', ')}. Correct the call.`);
}

function problemText(issue: z.core.$ZodIssue, known: readonly string[]): string {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    return issue.keys.map((key) => `there is no argument ${JSON.stringify(key.slice(0, 64))}, perhaps ${nearest(key.slice(0, 64), known, 1).join('')} is meant`).join('; ');
  }
  return `${issue.path.length === 0 ? '' : `${issue.path.join('.')}: `}${issue.message}`;
}
