import { z } from 'zod';
import { EngineError } from '../../errors.js';

/** https://specs.frictionlessdata.io/table-schema/ and its version 2. */
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'list', 'date', 'time', 'datetime', 'year', 'yearmonth', 'duration', 'geopoint', 'geojson', 'any'] as const;

const name = z.string().min(1);
const names = z.union([name.transform((one) => [one]), z.array(name).min(1)]);
const count = z.int().min(0);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const oneChar = z.string().length(1);

// Loose objects keep what they do not know, to be named in a warning.
const constraints = z.looseObject({
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  minimum: z.union([z.string(), z.number()]).optional(),
  maximum: z.union([z.string(), z.number()]).optional(),
  minLength: count.optional(),
  maxLength: count.optional(),
  pattern: z.string().optional(),
  enum: z.array(scalar).min(1).optional(),
});

const field = z.looseObject({
  name,
  type: z.enum(TYPES).default('string'),
  format: z.string().default('default'),
  decimalChar: oneChar.optional(),
  groupChar: oneChar.optional(),
  trueValues: z.array(z.string()).optional(),
  falseValues: z.array(z.string()).optional(),
  constraints: constraints.default({}),
});

const foreignKey = z.looseObject({
  fields: names,
  reference: z.looseObject({ resource: z.string().default(''), fields: names }),
});

const tableSchema = z.looseObject({
  fields: z.array(field).min(1),
  fieldsMatch: z.union([z.string(), z.array(z.string()).length(1).transform(([one = '']) => one)]).default('exact'),
  primaryKey: names.optional(),
  uniqueKeys: z.array(z.array(name).min(1)).default([]),
  foreignKeys: z.array(foreignKey).default([]),
  missingValues: z.array(z.string()).default(['']),
});

export type TableSchema = z.output<typeof tableSchema>;
export type SchemaField = TableSchema['fields'][number];

const MAX_ISSUES = 3;

/** @throws EngineError USAGE that says what is wrong, and where */
export function readTableSchema(json: unknown): TableSchema {
  const parsed = tableSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, MAX_ISSUES).map(({ path, message }) => `${pathText(path)}: ${message}`);
  throw new EngineError('USAGE', `This is no Table Schema: ${issues.join('; ')}`, {
    hint: 'Its form is described at https://specs.frictionlessdata.io/table-schema/.',
  });
}

const pathText = (path: readonly PropertyKey[]): string =>
  path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('').replace(/^\./, '') || 'the whole';

/** These describe and demand nothing. */
const DESCRIPTIVE = new Set(['name', 'title', 'description', 'example', 'rdfType', '$schema']);

/** Where a schema asks for what is not checked, e.g. `fields[2].bareNumber`. */
export function unsupportedProperties(schema: TableSchema): string[] {
  const unknown = (object: object, shape: object, path: string): string[] =>
    Object.keys(object).filter((key) => !(key in shape) && !DESCRIPTIVE.has(key)).map((key) => `${path}${key}`);
  return [
    ...unknown(schema, tableSchema.shape, ''),
    ...schema.fields.flatMap((each, i) => [
      ...unknown(each, field.shape, `fields[${i}].`),
      ...unknown(each.constraints, constraints.shape, `fields[${i}].constraints.`),
    ]),
    ...schema.foreignKeys.flatMap((each, i) => unknown(each, foreignKey.shape, `foreignKeys[${i}].`)),
  ];
}
