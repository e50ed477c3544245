import type { Check, StringFormat, ValueType } from './check.js';
import type { SchemaField } from './table-schema.js';

export interface FieldChecks {
  readonly checks: readonly Check[];
  /** Properties of the field that are not checked, with their values. */
  readonly unsupported: readonly string[];
}

const STRING_FORMATS: readonly StringFormat[] = ['email', 'uri', 'uuid'];

/** The checks that one field of a Table Schema asks for. */
export function fieldChecks(field: SchemaField): FieldChecks {
  const { name: column, constraints } = field;
  const { required, unique, minLength, maxLength, pattern } = constraints;
  const type = valueType(field);
  const { range, unsupported } = rangeCheck(field, type);
  const isTyped = type !== undefined && !(type.name === 'string' && type.format === undefined);
  const checks: Check[] = [
    ...(required === true ? [{ kind: 'not-null', column } as const] : []),
    ...(isTyped ? [{ kind: 'type', column, type } as const] : []),
    ...range,
    ...(minLength === undefined && maxLength === undefined ? [] : [{ kind: 'length', column, ...bounds(minLength, maxLength) } as const]),
    ...(pattern === undefined ? [] : [{ kind: 'regex', column, pattern } as const]),
    ...(constraints.enum === undefined ? [] : [setCheck(column, constraints.enum, type)]),
    ...(unique === true ? [{ kind: 'unique', columns: [column] } as const] : []),
  ];
  return { checks, unsupported: [...unsupportedType(field, type), ...unsupported] };
}

/** Undefined where the type or its format is not known here: then the values are taken as they are. */
function valueType({ type, format, decimalChar, groupChar, trueValues, falseValues }: SchemaField): ValueType | undefined {
  const isDefault = format === 'default';
  switch (type) {
    case 'string': {
      const known = STRING_FORMATS.find((each) => each === format);
      return isDefault ? { name: 'string' } : known && { name: 'string', format: known };
    }
    case 'integer':
    case 'number':
      return isDefault ? { name: type, ...(decimalChar === undefined ? {} : { decimalChar }), ...(groupChar === undefined ? {} : { groupChar }) } : undefined;
    case 'boolean':
      return isDefault ? { name: type, ...(trueValues && { trueValues }), ...(falseValues && { falseValues }) } : undefined;
    case 'date':
    case 'time':
    case 'datetime':
      if (isDefault) return { name: type };
      return format.includes('%') ? { name: type, format } : undefined;
    case 'year':
      return isDefault ? { name: type } : undefined;
    default:
      return undefined;
  }
}

function unsupportedType({ type, format }: SchemaField, known: ValueType | undefined): string[] {
  if (known !== undefined || (type === 'any' && format === 'default')) return [];
  return [format === 'default' ? `type ${JSON.stringify(type)}` : `format ${JSON.stringify(format)} of type ${JSON.stringify(type)}`];
}

function rangeCheck({ name: column, constraints: { minimum, maximum } }: SchemaField, type: ValueType | undefined): { range: Check[]; unsupported: string[] } {
  if (minimum === undefined && maximum === undefined) return { range: [], unsupported: [] };
  if (type === undefined || type.name === 'string' || type.name === 'boolean') {
    const given = Object.entries({ minimum, maximum }).filter(([, bound]) => bound !== undefined);
    return { range: [], unsupported: given.map(([property]) => `constraints.${property} of a type without order`) };
  }
  const written = (bound: string | number | undefined): string | undefined => (bound === undefined ? undefined : asWritten(bound, type));
  return { range: [{ kind: 'range', column, type, ...bounds(written(minimum), written(maximum)) }], unsupported: [] };
}

function setCheck(column: string, values: readonly (string | number | boolean)[], type: ValueType | undefined): Check {
  return { kind: 'in-set', column, values: values.map((value) => asWritten(value, type)), ...(type && { type }) };
}

/** A JSON value as the field's own texts have it. */
function asWritten(value: string | number | boolean, type: ValueType | undefined): string {
  if (typeof value === 'number' && type?.name === 'number') return String(value).replace('.', type.decimalChar ?? '.');
  if (typeof value === 'boolean' && type?.name === 'boolean') return (value ? type.trueValues : type.falseValues)?.[0] ?? String(value);
  return String(value);
}

const bounds = <T>(min: T | undefined, max: T | undefined): { min?: T; max?: T } => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
