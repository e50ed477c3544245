import type { PlanContext } from './plan-context.js';
import { derive, isPlain, type Select } from './select.js';
import type { Column, Scope, Term } from './term.js';

export const scopeOf = ({ columns }: Pick<Select, 'columns'>, { refusals }: PlanContext): Scope => ({ columns, refusals });

/** A SELECT whose rows are chosen by WHERE at most. */
export function ungrouped(select: Select, context: PlanContext): Select {
  const { isGrouped, isProjected, isDistinct, orderBy: keys, limit: rows } = select;
  const isOpen = isPlain(select) && !isGrouped && !isProjected && !isDistinct && keys === undefined && rows === undefined;
  return isOpen ? select : derive(select, context.alias('q'));
}

export const column = (term: Term, name: string, plain: boolean): Column => ({ sql: term.sql, type: term.type, name, plain });

/** A name that says something; expressions are called by their place. */
export const nameFor = (alias: string, below: string, place: number): string => [alias, below].find((name) => /^[\p{L}_][\p{L}\p{N}_ ]{0,60}$/u.test(name)) ?? `c${place}`;
