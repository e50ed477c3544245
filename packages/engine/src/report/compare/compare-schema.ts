import type { MatchedColumns } from './column-pairs.js';
import type { SchemaComparison } from './compare-report.js';

export function compareSchema({ pairs, onlyLeft, onlyRight, sameOrder }: MatchedColumns): SchemaComparison {
  const typeChanges = pairs
    .filter(({ left, right }) => left.type !== right.type)
    .map(({ left, right }) => ({ column: left.name, left: left.type, right: right.type }));
  const nameChanges = pairs
    .filter(({ left, right }) => left.name !== right.name)
    .map(({ left, right }) => ({ left: left.name, right: right.name }));
  const equal = sameOrder && [onlyLeft, onlyRight, typeChanges, nameChanges].every((list) => list.length === 0);
  return { equal, onlyLeft, onlyRight, typeChanges, nameChanges, sameOrder };
}
