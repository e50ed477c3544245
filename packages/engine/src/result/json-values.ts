import {
  DuckDBTimestampValue,
  DuckDBTypeId as Id,
  DuckDBUnionType,
  DuckDBUnionValue,
  JsonDuckDBValueConverter,
  jsonNumberFromValue,
  type DuckDBDateValue,
  type DuckDBTimestampMillisecondsValue,
  type DuckDBTimestampNanosecondsValue,
  type DuckDBTimestampSecondsValue,
  type DuckDBTimestampTZValue,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBValueConverter,
} from '@duckdb/node-api';
import type { JsonValue } from './answer.js';

type Convert = (value: DuckDBValue, type: DuckDBType, convert: DuckDBValueConverter<JsonValue>) => JsonValue;

const integer: Convert = (value) => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
};

/** The shortest number that is the same FLOAT: 0.1, where widening to a double would show 0.10000000149011612. */
const float: Convert = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return jsonNumberFromValue(value);
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
};

/** `toString` of these classes shows infinity as the last day they can hold. */
const temporal =
  <V extends { readonly isFinite: boolean }>(sinceEpoch: (value: V) => number | bigint): Convert =>
  (value) => {
    const moment = value as unknown as V;
    if (moment.isFinite) return String(moment);
    return sinceEpoch(moment) > 0 ? 'infinity' : '-infinity';
  };

/** In UTC: `toString` would apply the offset this process has today, whatever the season of the value. */
const timestampTz: Convert = (value) => {
  const utc = new DuckDBTimestampValue((value as DuckDBTimestampTZValue).micros);
  return utc.isFinite ? `${utc}+00` : String(utc);
};

const text: Convert = (value) => String(value);

const union: Convert = (value, type, convert) => {
  if (!(value instanceof DuckDBUnionValue && type instanceof DuckDBUnionType)) return String(value);
  return convert(value.value, type.memberTypeForTag(value.tag), convert);
};

/** Where the client's own JSON conversion is not ours; the other types are left to it. */
const OURS: { readonly [id: number]: Convert } = {
  [Id.BIGINT]: integer,
  [Id.UBIGINT]: integer,
  [Id.HUGEINT]: integer,
  [Id.UHUGEINT]: integer,
  [Id.BIGNUM]: integer,
  [Id.FLOAT]: float,
  [Id.DATE]: temporal((value: DuckDBDateValue) => value.days),
  [Id.TIMESTAMP_S]: temporal((value: DuckDBTimestampSecondsValue) => value.seconds),
  [Id.TIMESTAMP_MS]: temporal((value: DuckDBTimestampMillisecondsValue) => value.millis),
  [Id.TIMESTAMP_NS]: temporal((value: DuckDBTimestampNanosecondsValue) => value.nanos),
  [Id.TIMESTAMP_TZ]: timestampTz,
  [Id.INTERVAL]: text,
  [Id.UNION]: union,
};

/**
 * Converts a value of a DuckDB result, nested ones all through, so that JSON loses nothing of it. A MAP becomes a list
 * of `{key, value}`, a UNION its value, a GEOMETRY its WKB bytes as DuckDB writes a BLOB, a TIMESTAMPTZ its text in UTC.
 */
export const toJsonValue: DuckDBValueConverter<JsonValue> = (value, type, convert) => {
  if (value === null) return null;
  return (OURS[type.typeId] ?? JsonDuckDBValueConverter)(value, type, convert as never);
};
