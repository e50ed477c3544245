import { columnsOf, type Check } from './check.js';
import { askColumns, findColumn, requireColumn, type Ask } from './source-columns.js';

/** A check with its columns spelled as the source spells them. */
export interface PlacedCheck {
  readonly check: Check;
  /** A column that the source does not have. */
  readonly absent?: string;
}

/**
 * Finds the checks' columns in the source and those that they refer to. Where a `columns` check was asked for, an absent
 * column is a finding like another; elsewhere it is a mistake of whoever asks.
 * @throws EngineError UNKNOWN_COLUMN
 */
export async function placeChecks(ask: Ask, checks: readonly Check[], uris: readonly string[], columns: readonly string[]): Promise<PlacedCheck[]> {
  const tolerant = checks.some(({ kind }) => kind === 'columns');
  const placed: PlacedCheck[] = [];
  for (const check of checks) {
    const absent = columnsOf(check).find((name) => findColumn(name, columns) === undefined);
    if (absent !== undefined && tolerant) placed.push({ check, absent });
    else placed.push({ check: await spelled(check, (name) => requireColumn(name, columns, uris.join(', ')), ask, columns) });
  }
  return placed;
}

async function spelled(check: Check, spell: (name: string) => string, ask: Ask, own: readonly string[]): Promise<Check> {
  if ('column' in check) return { ...check, column: spell(check.column) };
  if (check.kind === 'unique') return { ...check, columns: check.columns.map(spell) };
  if (check.kind !== 'foreign-key') return check;
  const { reference } = check;
  const { source } = reference;
  const there = source === undefined ? own : await askColumns(ask, [source]);
  const columns = reference.columns.map((name) => requireColumn(name, there, source ?? 'The source'));
  return { ...check, columns: check.columns.map(spell), reference: { ...reference, columns } };
}
