import { z } from 'zod';
import { isInteger, simple, sparkType, typeName, type DuckType } from './duck-type.js';
import { sparkText } from './spark-text.js';
import type { Constant, Term } from './term.js';

const ZONED = 'TIMESTAMP WITH TIME ZONE';
const whole = z.union([z.number().int(), z.string().regex(/^-?\d+$/)]).transform(BigInt);
const huge = z.strictObject({ upper: whole, lower: whole }).transform(({ upper, lower }) => (upper << 64n) + lower);

/** The value of a planner's constant; undefined for types that are not translated. */
export function readConstant({ id, scale }: DuckType, value: unknown): Constant | undefined {
  if (INTEGER_SUFFIXES.has(id)) return whole.parse(value);
  if (id === 'HUGEINT') return huge.parse(value);
  if (id === 'BOOLEAN') return z.boolean().parse(value);
  if (id === 'VARCHAR') return z.string().parse(value);
  if (id === 'DOUBLE') return z.number().safeParse(value).data;
  if (id === 'DECIMAL') return decimalText(z.union([whole, huge]).parse(value), scale);
  return undefined;
}

/** Digits with the point `scale` places from the right. */
export function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const cut = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, cut)}${scale === 0 ? '' : `.${digits.slice(cut)}`}`;
}

const INTEGER_SUFFIXES: ReadonlyMap<string, string> = new Map([['TINYINT', 'Y'], ['SMALLINT', 'S'], ['INTEGER', ''], ['BIGINT', 'L']]);

/** A literal of exactly this type. */
export function constantTerm(type: DuckType, constant: Constant): Term {
  return { sql: literal(type, constant), type, constant };
}

function literal(type: DuckType, constant: Constant): string {
  if (constant === null) return `CAST(NULL AS ${sparkType(type) ?? typeName(type)})`;
  if (type.id === 'VARCHAR') return sparkText(String(constant));
  if (['DATE', 'TIMESTAMP', ZONED].includes(type.id)) return `${sparkType(type) ?? ''} '${String(constant)}'`;
  if (type.id === 'DOUBLE') return doubleLiteral(Number(constant));
  const text = String(constant);
  // The least of its type has no literal: its digits are read before its sign.
  if (isInteger(type)) return isLeast(type, text) ? `CAST('${text}' AS ${sparkType(type) ?? ''})` : signed(text + (INTEGER_SUFFIXES.get(type.id) ?? ''));
  if (type.id === 'BOOLEAN') return text;
  return `CAST('${text}' AS ${sparkType(type) ?? typeName(type)})`;
}

const isLeast = ({ id }: DuckType, text: string): boolean =>
  text === { TINYINT: '-128', SMALLINT: '-32768', INTEGER: '-2147483648', BIGINT: '-9223372036854775808' }[id];

const signed = (text: string): string => (text.startsWith('-') ? `(${text})` : text);

function doubleLiteral(value: number): string {
  if (!Number.isFinite(value)) return `CAST('${Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'}' AS DOUBLE)`;
  return signed(`${Object.is(value, -0) ? '-0' : String(value).replace('e+', 'E').replace('e', 'E')}D`);
}

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[ T]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,6})?)?)?$/;
const WHOLE = /^[+-]?\d{1,18}$/;

/** What DuckDB makes of a constant text or number as it casts it, where both engines read it alike; undefined elsewhere. */
export function castConstant({ constant, type: from }: Term, to: DuckType): Term | undefined {
  if (constant === undefined) return undefined;
  if (constant === null) return sparkType(to) === undefined ? undefined : constantTerm(to, null);
  if (from.id === 'VARCHAR') return castText(String(constant), to);
  const isWhole = isInteger(from) || from.id === 'HUGEINT';
  if (isWhole && isInteger(to)) return fits(to, BigInt(constant)) ? constantTerm(to, BigInt(constant)) : undefined;
  if (isWhole && to.id === 'HUGEINT') return constantTerm(to, BigInt(constant));
  if (from.id === 'DOUBLE' && isInteger(to) && Number.isInteger(constant)) return fits(to, BigInt(constant)) ? constantTerm(to, BigInt(constant)) : undefined;
  const text = String(constant);
  const isShort = text.replace(/\D/g, '').length <= 15;
  if ((isWhole || from.id === 'DECIMAL') && to.id === 'DOUBLE' && isShort) return constantTerm(to, Number(text));
  if (isWhole && to.id === 'DECIMAL' && text.length <= to.width - to.scale) return constantTerm(to, decimalText(BigInt(text) * 10n ** BigInt(to.scale), to.scale));
  return undefined;
}

const fits = ({ id }: DuckType, value: bigint): boolean => {
  const bits = { TINYINT: 8, SMALLINT: 16, INTEGER: 32, BIGINT: 64 }[id] ?? 0;
  return BigInt.asIntN(bits, value) === value;
};

function castText(text: string, to: DuckType): Term | undefined {
  if (to.id === 'VARCHAR') return constantTerm(to, text);
  if (to.id === 'BOOLEAN' && /^(t|f|true|false)$/i.test(text)) return constantTerm(to, /^t/i.test(text));
  if (to.id === 'DOUBLE' && /^[+-]?\d{1,15}(\.\d{1,6})?$/.test(text)) return constantTerm(to, Number(text));
  if (to.id === 'DOUBLE' && /^(nan|[+-]?inf(inity)?)$/i.test(text)) return constantTerm(to, /^nan/i.test(text) ? NaN : text.startsWith('-') ? -Infinity : Infinity);
  if (isInteger(to) && WHOLE.test(text)) return castConstant(constantTerm(simple('BIGINT'), BigInt(text.replace('+', ''))), to);
  if (to.id === 'DATE' && isDay(text)) return constantTerm(to, text);
  if (to.id === 'TIMESTAMP' || to.id === ZONED) return castMoment(text, to);
  return undefined;
}

const isDay = (text: string): boolean => DATE.test(text) && text >= '0001' && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

function castMoment(text: string, to: DuckType): Term | undefined {
  const [, day = '', hour = '00', minute = '00', second = '00', fraction = ''] = MOMENT.exec(text) ?? [];
  // Sessions of both engines are in UTC.
  return isDay(day) ? constantTerm(to, `${day} ${hour}:${minute}:${second}${fraction}${to.id === ZONED ? '+00:00' : ''}`) : undefined;
}
