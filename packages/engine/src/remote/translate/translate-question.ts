import { z } from 'zod';
import { exactTextSql } from '../exact-value.js';
import type { BoundQuestion } from './bind-question.js';
import { sparkType, typeName } from './duck-type.js';
import { parseExactJson } from './exact-json.js';
import { createAliases, type PlanContext, type RemoteTable, type UsedColumns } from './plan-context.js';
import { Refusals, UNORDERED, Untranslatable } from './refusals.js';
import { derive, isOneRow, renderSelect, uniqueNames, type Select } from './select.js';
import { translatePlan } from './translate-plan.js';

export type Translation =
  | {
      readonly kind: 'translated';
      /**
       * Every column is cast to STRING and named c0, c1, …, beside ORDER BY: drivers lose digits of long numbers, and the order of a query
       * within another is promised nowhere.
       */
      readonly sql: (maxRows: number) => string;
      /** What is left open in both engines, for whoever reads the answer. */
      readonly notes: readonly string[];
      readonly used: UsedColumns;
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
  const context: PlanContext = { tables, refusals, used: new Map(), ctes: new Map(), named: [], alias: createAliases(tables.flatMap(({ remoteName }) => remoteName)) };
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
  const { refusals, named, used } = context;
  const select = top.isDistinct === true ? derive(top, context.alias('q')) : top;
  if (select.columns.length !== described.length) throw new Untranslatable('DuckDB describes other columns than it plans');
  for (const { type } of select.columns) if (sparkType(type) === undefined) refusals.refuse(`${typeName(type)} is not a type that is translated`);
  const front = named.length === 0 ? '' : `WITH ${named.join(', ')} `;
  if (refusals.reasons.length > 0) return { kind: 'refused', reasons: refusals.reasons, draft: front + renderSelect(select, uniqueNames(described.map(({ name }) => name))) };
  if (select.orderBy === undefined && !isOneRow(select)) refusals.note(UNORDERED);
  return { kind: 'translated', sql: (maxRows) => front + renderAsText(select, maxRows), notes: refusals.notes, used };
}

function renderAsText(select: Select, maxRows: number): string {
  const { columns, limit } = select;
  const texts = columns.map(({ sql, ...column }, i) => ({ ...column, sql: exactTextSql(sql, column.type.id), name: `c${i}` }));
  return renderSelect({ ...select, columns: texts, limit: { rows: Math.min(limit?.rows ?? maxRows, maxRows), offset: limit?.offset } });
}
