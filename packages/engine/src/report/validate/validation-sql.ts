import { quoteIdentifier } from '../../database/quote.js';
import type { CheckOf, RowCheck, ValueType } from './check.js';
import { firstSql, rowsSql, sampleSql, sourceSql, type SourceToRead } from './rows-sql.js';
import { comparedSql, conformsSql, isAmongSql, matchesSql, valueSql } from './value-sql.js';

/** Checks that need a look at the rows, with the place of each in the report. */
export interface NumberedCheck<C = RowCheck | CheckOf<'unique' | 'foreign-key'>> {
  readonly index: number;
  readonly check: C;
}

export interface ValidationQuery {
  readonly source: SourceToRead;
  readonly rowChecks: readonly NumberedCheck<RowCheck>[];
  readonly keyChecks: readonly NumberedCheck<CheckOf<'unique' | 'foreign-key'>>[];
  /** Bad rows to show for each check. */
  readonly samples: number;
}

/**
 * One statement for everything, so that the engine can bring the bytes once however many of its parts need them. Its
 * one row has `total`, and for check i `bad_i` and `samples_i`.
 */
export function validationSql({ source, rowChecks, keyChecks, samples }: ValidationQuery): string {
  const parts = [rowChecksSql(source, rowChecks, samples)];
  for (const { index, check } of keyChecks) {
    parts.push(check.kind === 'unique' ? uniqueSql(source, { index, check }, samples) : foreignKeySql(source, { index, check }, samples));
  }
  return `SELECT * FROM ${parts.map((part) => `(${part})`).join(' CROSS JOIN ')}`;
}

function rowChecksSql(source: SourceToRead, checks: readonly NumberedCheck<RowCheck>[], samples: number): string {
  if (checks.length === 0) return `SELECT count(*) AS total FROM ${sourceSql(source.uris)}`;
  const columns = [...new Set(checks.map(({ check }) => check.column))];
  const textOf = (check: RowCheck): string => `v${columns.indexOf(check.column)}`;
  // A level of its own: a flag names its value several times, and DuckDB would work it out as often.
  const values = checks.map(({ index, check }) => `${valueSql(textOf(check), typeOf(check))} AS value_${index}`);
  const flags = checks.map(({ index, check }) => `${isBadSql(check, textOf(check), `value_${index}`)} AS is_bad_${index}`);
  // No FILTER: each keeps room for the arguments of all aggregates, and hundreds of checks would take gigabytes.
  const results = checks.map(({ index, check }) => {
    const sample = `CASE WHEN is_bad_${index} THEN ${sampleSql([columns.indexOf(check.column)])} END`;
    return `count_if(is_bad_${index}) AS bad_${index}, ${firstSql(sample, samples)} AS samples_${index}`;
  });
  return `SELECT count(*) AS total, ${results.join(', ')} FROM (SELECT *, ${flags.join(', ')} FROM (SELECT *, ${values.join(', ')} FROM ${rowsSql(source, columns)}))`;
}

/** What a check takes a text for; a check of the type itself looks at the text. */
const typeOf = (check: RowCheck): ValueType => (check.kind === 'range' || check.kind === 'in-set' ? (check.type ?? TEXT) : TEXT);

const TEXT: ValueType = { name: 'string' };

/** Whether a row fails: never NULL. */
function isBadSql(check: RowCheck, text: string, value: string): string {
  if (check.kind === 'not-null') return `${text} IS NULL`;
  return `(${text} IS NOT NULL AND NOT coalesce(${holdsSql(check, text, value)}, false))`;
}

function holdsSql(check: Exclude<RowCheck, { kind: 'not-null' }>, text: string, value: string): string {
  const typed = { text, value, type: typeOf(check) };
  switch (check.kind) {
    case 'type':
      return conformsSql(text, check.type);
    case 'range':
      return withinSql(check, value, (operator, bound) => comparedSql(typed, operator, bound));
    case 'length':
      return withinSql(check, text, (operator, bound) => `length(${text}) ${operator} ${bound}`);
    case 'regex':
      return matchesSql(text, check.pattern);
    case 'in-set':
      return isAmongSql(typed, check.values);
  }
}

/** Without a bound, any value will do. */
function withinSql<T>({ min, max }: { readonly min?: T; readonly max?: T }, value: string, compared: (operator: '>=' | '<=', bound: T) => string): string {
  const bounds = [...(min === undefined ? [] : [compared('>=', min)]), ...(max === undefined ? [] : [compared('<=', max)])];
  return bounds.length === 0 ? `${value} IS NOT NULL` : `(${bounds.join(' AND ')})`;
}

/** A key's later rows are the bad ones: without them the check would pass. The sample is the last row of each key. */
function uniqueSql(source: SourceToRead, { index, check }: NumberedCheck<CheckOf<'unique'>>, samples: number): string {
  const keys = check.columns.map((_, i) => `v${i}`);
  const rows = `${rowsSql(source, check.columns)} WHERE ${areKnown(keys)}`;
  const groups = `SELECT ${keys.map((key, i) => `${key} AS t${i}`).join(', ')}, count(*) AS times, min(r) AS first, max(r) AS r FROM ${rows} GROUP BY ${keys.join(', ')} HAVING count(*) > 1`;
  const sample = sampleSql(keys.keys(), ["'first': first"]);
  return `SELECT coalesce(sum(times - 1), 0) AS bad_${index}, ${firstSql(sample, samples)} AS samples_${index} FROM (${groups})`;
}

function foreignKeySql(source: SourceToRead, { index, check }: NumberedCheck<CheckOf<'foreign-key'>>, samples: number): string {
  const { columns, reference } = check;
  const keys = columns.map((_, i) => `v${i}`);
  const child = `(SELECT * FROM ${rowsSql(source, columns)} WHERE ${areKnown(keys)}) AS child`;
  const names = reference.columns.map((column, i) => `${quoteIdentifier(column)} AS k${i}`);
  const parent = `(SELECT ${names.join(', ')} FROM ${sourceSql(reference.source === undefined ? source.uris : [reference.source])}) AS parent`;
  const same = keys.map((key, i) => `child.${key} = parent.k${i}`).join(' AND ');
  return `SELECT count(*) AS bad_${index}, ${firstSql(sampleSql(keys.keys()), samples)} AS samples_${index} FROM ${child} ANTI JOIN ${parent} ON ${same}`;
}

const areKnown = (values: readonly string[]): string => values.map((value) => `${value} IS NOT NULL`).join(' AND ');
