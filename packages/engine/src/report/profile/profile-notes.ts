import type { CandidateKey, CellValue, ColumnProfile, DuplicateRows, OutlierSide, Profile } from './profile.js';

/** What does not fit into a table of columns, one sentence each. Warnings are the caller's to show. */
export function profileNotes({ rows, accuracy, columns, duplicateRows, candidateKeys }: Profile): string[] {
  return [
    `${plural(rows, 'row')}, ${plural(columns.length, 'column')}; ${duplicatesText(duplicateRows)}`,
    ...(rows === 0 ? [] : [keysText(candidateKeys)]),
    ...(accuracy === 'exact' ? [] : ['Figures marked ~, quantiles and top values are approximate: exact ones would need much memory.']),
    ...columns.flatMap(columnNotes),
  ];
}

function duplicatesText({ count, exact, sampledOneIn = 1 }: DuplicateRows): string {
  const sampled = sampledOneIn > 1 ? `, by a sample of one in ${sampledOneIn}` : '';
  if (count === 0) return `no duplicate rows${sampled}`;
  return `${exact ? '' : 'about '}${plural(count, 'duplicate row')}${sampled}`;
}

function keysText(keys: readonly CandidateKey[]): string {
  if (keys.length === 0) return 'No column is a candidate key';
  return `Candidate keys: ${keys.map(({ columns, exact }) => `${columns.join(' + ')}${exact ? '' : ' (likely)'}`).join(', ')}`;
}

function columnNotes({ name, text, outliers, notFinite }: ColumnProfile): string[] {
  const markers = (text?.missingMarkers ?? []).map(({ value, count }) => `${String(value)} (${count.toLocaleString('en-US')})`);
  return [
    ...(markers.length === 0 ? [] : [`${name}: may mean missing: ${markers.join(', ')}`]),
    ...(text === undefined || text.blank === 0 ? [] : [`${name}: ${plural(text.blank, 'blank value')}`]),
    ...(notFinite === undefined ? [] : [`${name}: ${plural(notFinite, 'value')} infinite or NaN`]),
    ...(outliers === undefined ? [] : [sideText(outliers.low, 'below'), sideText(outliers.high, 'above')].flatMap((side) => (side === undefined ? [] : [`${name}: ${side}`]))),
  ];
}

const sideText = ({ fence, count, samples }: OutlierSide, where: 'below' | 'above'): string | undefined =>
  count === 0 ? undefined : `${plural(count, 'outlier')} ${where} ${shown(fence)}, such as ${samples.slice(0, 3).map(shown).join(', ')}`;

const shown = (value: CellValue): string => (typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(6))) : String(value));

const plural = (n: number, noun: string): string => `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;
