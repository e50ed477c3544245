import { typeName, type DuckType } from '../duck-type.js';
import type { Refusals } from '../refusals.js';
import type { Term } from '../term.js';

/** A call of one of DuckDB's functions, with its arguments' types as bound. */
export interface Call {
  readonly name: string;
  readonly type: DuckType;
  readonly args: readonly Term[];
  readonly refusals: Refusals;
}

/** Spark's SQL for a call, or why this one is not proven equal. */
export type Rendering = string | Term | { readonly refused: string };
export type Rule = (args: readonly string[], call: Call) => Rendering;
export type Rules = ReadonlyMap<string, Rule>;

/** `name(TYPE, TYPE)`, with several names, and types by their name without digits. */
export const rules = (entries: readonly (readonly [signatures: string, rule: Rule])[]): Rules =>
  new Map(entries.flatMap(([signatures, rule]) => signatures.split(/ \| /).map((signature) => [signature, rule] as const)));

export const signatureOf = ({ name, args }: Pick<Call, 'name' | 'args'>): string => `${name}(${args.map(({ type }) => type.id).join(', ')})`;

export const spelled = ({ name, args }: Pick<Call, 'name' | 'args'>): string => `${name}(${args.map(({ type }) => typeName(type)).join(', ')})`;

/** The same signature for several types. */
export const each = (types: readonly string[], signature: (type: string) => string): string => types.map(signature).join(' | ');

/** A whole constant; undefined if there is none at this place. */
export const wholeAt = ({ args }: Call, index: number): number | undefined => {
  const value = args[index]?.constant;
  return typeof value === 'bigint' && Math.abs(Number(value)) <= 1_000_000 ? Number(value) : undefined;
};

export const textAt = ({ args }: Call, index: number): string | undefined => {
  const value = args[index]?.constant;
  return typeof value === 'string' ? value : undefined;
};
