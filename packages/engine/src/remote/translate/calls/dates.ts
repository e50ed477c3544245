import { toBigint, writable } from '../cast.js';
import { orFail } from '../term.js';
import { datePattern } from './date-pattern.js';
import { days, interval, plusInterval } from './intervals.js';
import { rules, textAt, type Rule } from './rule.js';

/** Parts of a day or moment, by DuckDB's names. */
const PARTS: Readonly<Record<string, (x: string) => string>> = {
  year: (x) => `year(${x})`,
  month: (x) => `month(${x})`,
  day: (x) => `day(${x})`,
  hour: (x) => `hour(${x})`,
  minute: (x) => `minute(${x})`,
  second: (x) => `second(${x})`,
  quarter: (x) => `quarter(${x})`,
  // Sunday is 0 in DuckDB, 1 in Spark.
  dayofweek: (x) => `(dayofweek(${x}) - 1)`,
  // Monday is 1 in DuckDB, 0 in Spark.
  isodow: (x) => `(weekday(${x}) + 1)`,
  dayofyear: (x) => `dayofyear(${x})`,
  week: (x) => `weekofyear(${x})`,
};
const ALIASES: Readonly<Record<string, string>> = { years: 'year', y: 'year', months: 'month', mon: 'month', days: 'day', dayofmonth: 'day', hours: 'hour', minutes: 'minute', seconds: 'second', quarters: 'quarter', dow: 'dayofweek', weekday: 'dayofweek', doy: 'dayofyear', weekofyear: 'week', weeks: 'week' };
const OF_MOMENTS = ['hour', 'minute', 'second'];

const partNamed = (name: string): ((x: string) => string) | undefined => PARTS[ALIASES[name.toLowerCase()] ?? name.toLowerCase()];
const dayOf = (x: string, type: string): string => (type === 'DATE' ? x : `CAST(${x} AS DATE)`);

const partRules = [...Object.keys(PARTS), ...Object.keys(ALIASES)].flatMap((name) =>
  ['DATE', 'TIMESTAMP']
    .filter((type) => type === 'TIMESTAMP' || !OF_MOMENTS.includes(ALIASES[name] ?? name))
    .map((type) => [`${name}(${type})`, (([x = '']) => toBigint(partNamed(name)?.(x) ?? '')) satisfies Rule] as const),
);

const datePart: Rule = ([, x = ''], call) => {
  const part = partNamed(textAt(call, 0) ?? '');
  return part === undefined || call.type.id !== 'BIGINT' ? { refused: 'is translated for a constant year, quarter, month, week, day, hour, minute or second only' } : toBigint(part(x));
};

const COARSE: Readonly<Record<string, string>> = { year: 'YEAR', quarter: 'QUARTER', month: 'MONTH', week: 'WEEK' };
const FINE: Readonly<Record<string, string>> = { hour: 'HOUR', minute: 'MINUTE', second: 'SECOND' };

const truncated: Rule = ([, x = ''], call) => {
  const unit = (textAt(call, 0) ?? '').toLowerCase();
  const type = call.args[1]?.type.id ?? '';
  const [coarse, fine] = [COARSE[unit], FINE[unit]];
  if (call.type.id !== 'TIMESTAMP') return { refused: `gives ${call.type.id}, which is not proven equal` };
  if (unit === 'day') return `CAST(${dayOf(x, type)} AS TIMESTAMP_NTZ)`;
  if (coarse !== undefined) return `CAST(trunc(${dayOf(x, type)}, '${coarse}') AS TIMESTAMP_NTZ)`;
  return fine !== undefined && type === 'TIMESTAMP' ? `CAST(date_trunc('${fine}', ${x}) AS TIMESTAMP_NTZ)` : { refused: 'is translated for a constant year, quarter, month, week, day, hour, minute or second only' };
};

/** How many ends of this unit lie between. */
const difference: Rule = ([, from = '', to = ''], call) => {
  const unit = (textAt(call, 0) ?? '').toLowerCase();
  const type = call.args[1]?.type.id ?? '';
  const years = `(year(${to}) - year(${from}))`;
  if (unit === 'day') return toBigint(`datediff(${dayOf(to, type)}, ${dayOf(from, type)})`);
  if (unit === 'month') return toBigint(`(${years} * 12 + month(${to}) - month(${from}))`);
  if (unit === 'quarter') return toBigint(`(${years} * 4 + quarter(${to}) - quarter(${from}))`);
  return unit === 'year' ? toBigint(years) : { refused: 'is translated for a constant year, quarter, month or day only' };
};

const formatted: Rule = ([x = ''], call) => {
  const pattern = datePattern(textAt(call, 1));
  const type = call.args[0]?.type.id ?? '';
  return pattern === undefined ? { refused: 'is translated for constant formats of %Y %m %d %H %M %S %b %B %a %A %j only' } : orFail(writable(dayOf(x, type)), `date_format(${x}, ${pattern})`, 'a year has more than four digits');
};

const named = (pattern: string): Rule => ([x = '']) => `date_format(${x}, '${pattern}')`;

export const DATES = rules([
  ...partRules,
  ...['DATE', 'TIMESTAMP'].flatMap((type) => [
    [`date_part(VARCHAR, ${type}) | datepart(VARCHAR, ${type})`, datePart] as const,
    [`date_trunc(VARCHAR, ${type}) | datetrunc(VARCHAR, ${type})`, truncated] as const,
    [`date_diff(VARCHAR, ${type}, ${type}) | datediff(VARCHAR, ${type}, ${type})`, difference] as const,
    [`strftime(${type}, VARCHAR)`, formatted] as const,
    [`dayname(${type})`, named('EEEE')] as const,
    [`monthname(${type})`, named('MMMM')] as const,
    [`last_day(${type})`, (([x = '']) => `last_day(${dayOf(x, type)})`) satisfies Rule] as const,
    [`+(${type}, INTERVAL)`, plusInterval(1)] as const,
    [`-(${type}, INTERVAL)`, plusInterval(-1)] as const,
  ]),
  ['+(DATE, INTEGER)', days('date_add')],
  ['-(DATE, INTEGER)', days('date_sub')],
  ['-(DATE, DATE)', ([a = '', b = '']) => toBigint(`datediff(${a}, ${b})`)],
  ...['years', 'quarters', 'months', 'weeks', 'days'].map((unit) => [`to_${unit}(INTEGER)`, interval(unit)] as const),
  ...['hours', 'minutes'].map((unit) => [`to_${unit}(BIGINT)`, interval(unit)] as const),
  ['to_seconds(DOUBLE)', interval('seconds')],
  // Of INTERVAL 3 DAY.
  ['trunc(DOUBLE)', (_, { args: [x] }) => (x !== undefined && Number.isInteger(x.constant) ? x : { refused: 'is not proven equal' })],
]);
