import { z } from 'zod';
import type { BoundQuestion } from './bind-question.js';
import { sparkType, typeName } from './duck-type.js';
import { parseExactJson } from './exact-json.js';
import { createAliases, type PlanContext, type RemoteTable } from './plan-context.js';
import { Refusals, UNORDERED, Untranslatable } from './refusals.js';
import { derive, isOneRow, renderSelect, uniqueNames, type Select } from './select.js';
import { translatePlan } from './translate-plan.js';

export type Translation =
  | {
      readonly kind: 'translated';
      readonly sql: string;
      /**
       * The same with every column cast to STRING and named c0, c1, …, and so many rows at most: drivers lose digits of long numbers, and
       * the order of a query within another is promised nowhere.
       */
      readonly sqlAsText: (maxRows: number) => string;
      readonly isOrdered: boolean;
      /** What is left open in both engines, for whoever reads the answer. */
      readonly notes: readonly string[];
    }
  | {
      readonly kind: 'refused';
      readonly reasons: readonly string[];
      /** Databricks SQL that may mean the same, for somebody to confirm or edit. Never sent by itself. */
      readonly draft: string | undefined;
    };

const serialized = z.union([
  z.object({ error: z.literal(false), plans: z.tuple([z.unknown()]) }),
  z.object({ error: z.literal(true), error_message: z.string() }),
]);

/**
 * DuckDB SQL, as DuckDB bound it, in Databricks SQL that gives the same answer; refused where that is not proven.
 * It is proven for sessions in ANSI mode and in UTC: in any other the same SQL may give other answers.
 */
export function translateQuestion(question: BoundQuestion, tables: readonly RemoteTable[]): Translation {
  const refusals = new Refusals();
  const context: PlanContext = { tables, refusals, ctes: new Map(), named: [], alias: createAliases(tables.flatMap(({ remoteName }) => remoteName)) };
  try {
    const plan = serialized.parse(parseExactJson(question.plan));
    if (plan.error) throw new Untranslatable(`DuckDB gives no plan of it: ${plan.error_message}`);
    return finish(translatePlan(plan.plans[0], context), question, context);
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    return { kind: 'refused', reasons: [...refusals.reasons, error.message], draft: undefined };
  }
}

function finish(top: Select, { columns: described }: BoundQuestion, context: PlanContext): Translation {
  const { refusals, named } = context;
  const select = top.isDistinct === true ? derive(top, context.alias('q')) : top;
  if (select.columns.length !== described.length) throw new Untranslatable('DuckDB describes other columns than it plans');
  for (const { type } of select.columns) if (sparkType(type) === undefined) refusals.refuse(`${typeName(type)} is not a type that is translated`);
  const names = uniqueNames(described.map(({ name }) => name));
  const front = named.length === 0 ? '' : `WITH ${named.join(', ')} `;
  const sql = front + renderSelect(select, names);
  if (refusals.reasons.length > 0) return { kind: 'refused', reasons: refusals.reasons, draft: sql };
  const isOrdered = select.orderBy !== undefined;
  if (!isOrdered && !isOneRow(select)) refusals.note(UNORDERED);
  return { kind: 'translated', sql, sqlAsText: (maxRows) => front + renderAsText(select, maxRows), isOrdered, notes: refusals.notes };
}

function renderAsText(select: Select, maxRows: number): string {
  const { columns, limit } = select;
  const texts = columns.map((column, i) => ({ ...column, sql: `CAST(${column.sql} AS STRING)`, name: `c${i}` }));
  return renderSelect({ ...select, columns: texts, limit: { rows: Math.min(limit?.rows ?? maxRows, maxRows), offset: limit?.offset } });
}
