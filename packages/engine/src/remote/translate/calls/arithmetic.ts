import { decimal, INTEGERS, sameType, sparkType, typeName } from '../duck-type.js';
import { orFail } from '../term.js';
import { each, rules, wholeAt, type Call, type Rendering, type Rule } from './rule.js';

const both = (type: string): string => `(${type}, ${type})`;
const cast = (sql: string, { type }: Call): string => `CAST(${sql} AS ${sparkType(type) ?? typeName(type)})`;

/** Both engines compute in the operands' type, and fail past its ends. */
const infix = (sign: string): Rule => ([a = '', b = ''], { args, type }) =>
  args.every((arg) => sameType(arg.type, type)) ? `(${a} ${sign} ${b})` : { refused: `gives ${typeName(type)}, Spark another type` };

const hugeInfix = (sign: string): Rule => ([a = '', b = ''], call) => cast(`(${a} ${sign} ${b})`, call);

/** Where digits go beyond 38, Spark drops those after the point down to six. */
const keepsDigits = (width: number, scale: number): boolean => width <= 38 || scale <= 6;

function decimalSum(sign: string): Rule {
  return ([a = '', b = ''], call) => {
    const [x = decimal(0, 0), y = decimal(0, 0)] = call.args.map(({ type }) => type);
    const scale = Math.max(x.scale, y.scale);
    if (call.type.scale !== scale || !keepsDigits(Math.max(x.width - x.scale, y.width - y.scale) + scale + 1, scale)) return TOO_LONG;
    return cast(`(${a} ${sign} ${b})`, call);
  };
}

const decimalProduct: Rule = ([a = '', b = ''], call) => {
  const [x = decimal(0, 0), y = decimal(0, 0)] = call.args.map(({ type }) => type);
  const scale = x.scale + y.scale;
  return call.type.scale === scale && keepsDigits(x.width + y.width + 1, scale) ? cast(`(${a} * ${b})`, call) : TOO_LONG;
};

const TOO_LONG: Rendering = { refused: 'may need more than 38 digits, and Spark would drop some' };

/** By zero DuckDB gives what IEEE 754 says, Spark fails; `pow` gives ±1/0 without failing. */
const divideDoubles: Rule = ([a = '', b = ''], { args, refusals }) => {
  const divisor = args[1]?.constant;
  if (typeof divisor === 'number' && divisor !== 0) return `(${a} / ${b})`;
  if (refusals.mixesZeros && divisor === undefined && args[1]?.isUnsignedZero !== true) return orFail(`(${b} IS NULL OR ${b} <> 0D)`, `(${a} / ${b})`, 'a divisor is zero, whose sign the engines may not agree on');
  return `CASE WHEN ${b} = 0D THEN ${a} * pow(${b}, -1D) ELSE ${a} / ${b} END`;
};

/** DuckDB scales, rounds half away from zero and scales back; Spark's own `round` reads the digits of the shortest text, and forgets the sign of zero. */
const roundDouble: Rule = ([x = ''], call) => {
  const places = call.args.length === 1 ? 0 : wholeAt(call, 1);
  if (places === undefined || places < 0 || places > 15) return { refused: 'is translated for constant places from 0 to 15 only' };
  if (places === 0) return `CASE WHEN abs(${x}) < 0.5D THEN ${x} * 0D ELSE round(${x}, 0) END`;
  const factor = `1E${places}D`;
  return `CASE WHEN abs(${x} * ${factor}) < 0.5D THEN ${x} * 0D WHEN abs(${x} * ${factor}) < CAST('Infinity' AS DOUBLE) THEN round(${x} * ${factor}, 0) / ${factor} ELSE ${x} END`;
};

const roundDecimal: Rule = ([x = ''], call) => {
  const places = call.args.length === 1 ? 0 : wholeAt(call, 1);
  return places === undefined || places < 0 ? { refused: 'is translated for constant places from 0 on only' } : cast(`round(${x}, ${places})`, call);
};

/** Spark's `floor` and `ceil` give whole numbers, which have no zero below zero, and which doubles beyond 2⁵³ are already. */
const wholeDouble = (name: string, isZero: (x: string) => string): Rule => ([x = '']) =>
  `CASE WHEN ${isZero(x)} THEN ${x} * 0D WHEN abs(${x}) < 9007199254740992D THEN CAST(${name}(${x}) AS DOUBLE) ELSE ${x} END`;

/** Without a condition Spark gives NaN where DuckDB fails. */
const squareRoot: Rule = ([x = '']) => orFail(`(${x} IS NULL OR ${x} >= 0D)`, `sqrt(${x})`, 'a square root of a number below zero');

/** Spark turns the sign of decimals in 34 digits, and rounds to them. */
const unlessLong = (rule: Rule): Rule => (args, call) => (call.type.width > 34 ? { refused: 'of more than 34 digits is rounded by Spark' } : rule(args, call));

const asIs: Rule = ([x = '']) => x;
const called = (name: string): Rule => (args) => `${name}(${args.join(', ')})`;
/** By zero DuckDB gives NULL. */
const divided = (sign: string): Rule => ([a = '', b = ''], call) => cast(`(${a} ${sign} ${unlessZero(b, call)})`, call);
const unlessZero = (b: string, call: Call): string => ((call.args[1]?.constant ?? 0n) === 0n ? `nullif(${b}, ${cast('0', call)})` : b);

/** The least number by -1 is out of range for DuckDB, 0 for Spark. */
const remainder: Rule = ([a = '', b = ''], call) => {
  const plain = cast(`(${a} % ${unlessZero(b, call)})`, call);
  const divisor = call.args[1]?.constant;
  return typeof divisor === 'bigint' && divisor !== -1n ? plain : `CASE WHEN ${b} = -1 THEN (- ${a}) * ${cast('0', call)} ELSE ${plain} END`;
};
const REALS = ['DOUBLE'];
const EXACT = [...INTEGERS, ...REALS];

const ORDERED = ['BOOLEAN', ...INTEGERS, 'HUGEINT', 'DOUBLE', 'VARCHAR', 'DATE', 'TIMESTAMP'];

/** NULLs are passed over, NaN is the greatest, in both. */
const extreme = (name: string): Rule => (args, { args: terms, type }) =>
  terms.length > 1 && terms.every((term) => sameType(term.type, type)) && (type.id === 'DECIMAL' || ORDERED.includes(type.id))
    ? `${name}(${args.join(', ')})`
    : { refused: 'is not proven equal' };

export const ARITHMETIC = rules([
  ...['+', '-', '*'].map((sign) => [each(EXACT, (type) => sign + both(type)), infix(sign)] as const),
  ...['+', '-', '*'].map((sign) => [sign + both('HUGEINT'), hugeInfix(sign)] as const),
  [`+${both('DECIMAL')}`, decimalSum('+')],
  [`-${both('DECIMAL')}`, decimalSum('-')],
  [`*${both('DECIMAL')}`, decimalProduct],
  [each([...EXACT, 'DECIMAL'], (type) => `-(${type})`), unlessLong(([x = '']) => `(- ${x})`)],
  [`/${both('DOUBLE')} | divide${both('DOUBLE')}`, divideDoubles],
  [each(INTEGERS, (type) => `//${both(type)}`), divided('DIV')],
  [each(INTEGERS, (type) => `%${both(type)} | mod${both(type)}`), remainder],
  [each([...EXACT, 'DECIMAL'], (type) => `abs(${type}) | @(${type})`), unlessLong(called('abs'))],
  [each(INTEGERS, (type) => `sign(${type})`), ([x = ''], call) => cast(`sign(${x})`, call)],
  ['round(DOUBLE) | round(DOUBLE, INTEGER)', roundDouble],
  ['round(DECIMAL) | round(DECIMAL, INTEGER)', roundDecimal],
  [each(INTEGERS, (type) => `round(${type}) | floor(${type}) | ceil(${type}) | ceiling(${type})`), asIs],
  ['floor(DOUBLE)', wholeDouble('floor', (x) => `${x} >= 0D AND ${x} < 1D`)],
  ['ceil(DOUBLE) | ceiling(DOUBLE)', wholeDouble('ceil', (x) => `${x} > -1D AND ${x} <= 0D`)],
  ['floor(DECIMAL)', ([x = ''], call) => cast(`floor(${x})`, call)],
  ['ceil(DECIMAL) | ceiling(DECIMAL)', ([x = ''], call) => cast(`ceil(${x})`, call)],
  ['sqrt(DOUBLE)', squareRoot],
  ['isnan(DOUBLE)', ([x = '']) => `CASE WHEN ${x} IS NULL THEN NULL ELSE isnan(${x}) END`],
  ['isinf(DOUBLE)', ([x = '']) => `(abs(${x}) = CAST('Infinity' AS DOUBLE))`],
  ['isfinite(DOUBLE)', ([x = '']) => `(abs(${x}) < CAST('Infinity' AS DOUBLE))`],
  ['greatest(…)', extreme('greatest')],
  ['least(…)', extreme('least')],
]);
