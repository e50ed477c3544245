import { EngineError } from '../../errors.js';
import { foldCase } from '../../plan/fold-case.js';
import type { TypedColumn } from './compare-report.js';

/** A column that both sides have, under names that differ in capitals at most. */
export interface ColumnPair {
  readonly left: TypedColumn;
  readonly right: TypedColumn;
}

/** The columns of two sources by name. */
export interface MatchedColumns {
  /** In the left side's order. */
  readonly pairs: readonly ColumnPair[];
  readonly onlyLeft: readonly TypedColumn[];
  readonly onlyRight: readonly TypedColumn[];
  readonly sameOrder: boolean;
}

/** @throws EngineError UNKNOWN_COLUMN when neither side has a column that is to be ignored */
export function matchColumns(left: readonly TypedColumn[], right: readonly TypedColumn[], ignore: readonly string[]): MatchedColumns {
  const known = new Set([...left, ...right].map(({ name }) => foldCase(name)));
  const missing = ignore.find((name) => !known.has(foldCase(name)));
  if (missing !== undefined) throw unknownColumn(`Neither side has the column ${JSON.stringify(missing)} that is to be ignored`, [...left, ...right]);
  const ignored = new Set(ignore.map(foldCase));
  const [keptLeft, keptRight] = [left, right].map((columns) => columns.filter(({ name }) => !ignored.has(foldCase(name)))) as [TypedColumn[], TypedColumn[]];
  const rightByName = new Map(keptRight.map((column) => [foldCase(column.name), column]));
  const leftNames = new Set(keptLeft.map(({ name }) => foldCase(name)));
  const pairs = keptLeft.flatMap((column): ColumnPair[] => {
    const other = rightByName.get(foldCase(column.name));
    return other === undefined ? [] : [{ left: column, right: other }];
  });
  const inRightOrder = keptRight.filter(({ name }) => leftNames.has(foldCase(name)));
  return {
    pairs,
    onlyLeft: keptLeft.filter(({ name }) => !rightByName.has(foldCase(name))),
    onlyRight: keptRight.filter(({ name }) => !leftNames.has(foldCase(name))),
    sameOrder: pairs.every(({ right: column }, i) => column === inRightOrder[i]),
  };
}

/** The key's columns, in the key's order, before the others. @throws EngineError USAGE or UNKNOWN_COLUMN */
export function keyFirst({ pairs, onlyLeft, onlyRight }: MatchedColumns, key: readonly string[]): ColumnPair[] {
  const keyPairs = key.map((name) => {
    const pair = pairs.find(({ left }) => foldCase(left.name) === foldCase(name));
    if (pair !== undefined) return pair;
    const isNamed = (column: TypedColumn): boolean => foldCase(column.name) === foldCase(name);
    const side = onlyLeft.some(isNamed) ? 'The right side has no' : onlyRight.some(isNamed) ? 'The left side has no' : 'No side has a';
    throw unknownColumn(`${side} column ${JSON.stringify(name)} to compare by`, pairs.map(({ left }) => left));
  });
  if (new Set(keyPairs).size < keyPairs.length) throw new EngineError('USAGE', 'The key names a column twice', { hint: 'Name each column of the key once.' });
  return [...keyPairs, ...pairs.filter((pair) => !keyPairs.includes(pair))];
}

const unknownColumn = (message: string, columns: readonly TypedColumn[]): EngineError =>
  new EngineError('UNKNOWN_COLUMN', message, { hint: `There are: ${[...new Set(columns.map(({ name }) => name))].join(', ')}.` });
