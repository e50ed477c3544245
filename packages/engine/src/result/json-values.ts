import {
  DuckDBDateValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId as Id,
  DuckDBUnionType,
  DuckDBUnionValue,
  JsonDuckDBValueConverter,
  jsonNumberFromValue,
  stringFromValue,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBValueConverter,
} from '@duckdb/node-api';
import type { JsonValue } from './answer.js';

type Convert = (value: DuckDBValue, type: DuckDBType, convert: DuckDBValueConverter<JsonValue>) => JsonValue;

const integer: Convert = (value) => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : stringFromValue(value);
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

// `toString` of these four classes shows infinity as the last moment they can hold.
const date: Convert = (value) =>
  value instanceof DuckDBDateValue && !value.isFinite ? infinity(value.days) : stringFromValue(value);
const timestampSeconds: Convert = (value) =>
  value instanceof DuckDBTimestampSecondsValue && !value.isFinite ? infinity(value.seconds) : stringFromValue(value);
const timestampMillis: Convert = (value) =>
  value instanceof DuckDBTimestampMillisecondsValue && !value.isFinite ? infinity(value.millis) : stringFromValue(value);
const timestampNanos: Convert = (value) =>
  value instanceof DuckDBTimestampNanosecondsValue && !value.isFinite ? infinity(value.nanos) : stringFromValue(value);

const infinity = (sinceEpoch: number | bigint): string => (sinceEpoch > 0 ? 'infinity' : '-infinity');

/** In UTC: `toString` would apply the offset this process has today, whatever the season of the value. */
const timestampTz: Convert = (value) => {
  if (!(value instanceof DuckDBTimestampTZValue)) return stringFromValue(value);
  const utc = new DuckDBTimestampValue(value.micros);
  return utc.isFinite ? `${utc.toString()}+00` : utc.toString();
};

const union: Convert = (value, type, convert) => {
  if (!(value instanceof DuckDBUnionValue && type instanceof DuckDBUnionType)) return stringFromValue(value);
  return convert(value.value, type.memberTypeForTag(value.tag), convert);
};

/** Where the client's own JSON conversion is not ours; the other types are left to it. */
const OURS: Readonly<Partial<Record<Id, Convert>>> = {
  [Id.BIGINT]: integer,
  [Id.UBIGINT]: integer,
  [Id.HUGEINT]: integer,
  [Id.UHUGEINT]: integer,
  [Id.BIGNUM]: integer,
  [Id.FLOAT]: float,
  [Id.DATE]: date,
  [Id.TIMESTAMP_S]: timestampSeconds,
  [Id.TIMESTAMP_MS]: timestampMillis,
  [Id.TIMESTAMP_NS]: timestampNanos,
  [Id.TIMESTAMP_TZ]: timestampTz,
  [Id.INTERVAL]: stringFromValue,
  [Id.UNION]: union,
};

/**
 * Converts a value of a DuckDB result, nested ones all through, so that JSON loses nothing of it. A MAP becomes a list
 * of `{key, value}`, a UNION its value, a GEOMETRY its WKB bytes as DuckDB writes a BLOB, a TIMESTAMPTZ its text in UTC.
 */
export const toJsonValue: DuckDBValueConverter<JsonValue> = (value, type, convert) => {
  if (value === null) return null;
  // The client's own nested conversions hand every element back to this one, whatever type they think it returns.
  return (OURS[type.typeId] ?? JsonDuckDBValueConverter)(value, type, convert as never);
};
