import type { CompareReport, RowComparison, SchemaComparison } from './compare-report.js';

/** The report in a sentence or two: what differs, how much, and what was not compared. */
export function verdictLine({ verdict, schema, rows }: CompareReport): string {
  const facts = [...(schema === undefined ? [] : schemaFacts(schema)), ...(rows === undefined ? [] : rowFacts(rows))];
  const leftOut = rows === undefined ? [] : leftOutFacts(rows);
  const notes = leftOut.length === 0 ? '' : `; not compared: ${leftOut.join(', ')}`;
  return `${verdict}${facts.length === 0 ? '' : `: ${facts.join(', ')}`}${notes}`;
}

function schemaFacts({ onlyLeft, onlyRight, typeChanges, nameChanges, sameOrder }: SchemaComparison): string[] {
  return [
    ...some(onlyLeft.length, 'column', 'only left'),
    ...some(onlyRight.length, 'column', 'only right'),
    ...some(typeChanges.length, 'column', 'of another type'),
    ...some(nameChanges.length, 'column', 'in other capitals'),
    ...(sameOrder ? [] : ['columns in another order']),
  ];
}

const rowFacts = ({ added, removed, changed, same }: RowComparison): string[] => [
  ...some(added, 'row', 'added'),
  ...some(removed, 'row', 'removed'),
  ...some(changed, 'row', 'changed'),
  ...some(same, 'row', 'the same'),
];

const leftOutFacts = ({ nullKeys, duplicateKeys }: RowComparison): string[] => [
  ...some(duplicateKeys.leftRows + duplicateKeys.rightRows, 'row', `of ${plural(duplicateKeys.keys, 'duplicate key')}`),
  ...some(nullKeys.left + nullKeys.right, 'row', 'with NULL in the key'),
];

const some = (n: number, what: string, how: string): string[] => (n === 0 ? [] : [`${plural(n, what)} ${how}`]);

/** `1 row`, `1,200 rows`. */
export const plural = (n: number, what: string): string => `${n.toLocaleString('en-US')} ${what}${n === 1 ? '' : 's'}`;
