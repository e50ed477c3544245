import { EngineError } from '../../errors.js';
import type { AnswerWarning } from '../../result/answer.js';
import type { Check, ColumnsMatch } from './check.js';
import { fieldChecks } from './schema-field.js';
import { readTableSchema, unsupportedProperties, type TableSchema } from './table-schema.js';

export interface SchemaOptions {
  /** Sources by the name that foreign keys give as `resource`. */
  readonly resources?: Readonly<Record<string, string>>;
}

export interface SchemaChecks {
  readonly checks: readonly Check[];
  /** Texts that mean "no value". */
  readonly missing: readonly string[];
  /** What the schema asks for and nobody checks. */
  readonly warnings: readonly AnswerWarning[];
}

const MATCHES: readonly ColumnsMatch[] = ['exact', 'equal', 'subset'];

/**
 * The checks that a Frictionless Table Schema asks for.
 * @throws EngineError USAGE that says what is wrong with the schema, and where
 */
export function parseTableSchema(json: unknown, { resources = {} }: SchemaOptions = {}): SchemaChecks {
  const schema = readTableSchema(json);
  const ofFields = schema.fields.map(fieldChecks);
  const match = MATCHES.find((known) => known === schema.fieldsMatch);
  const checks = [
    ...(match === undefined ? [] : [{ kind: 'columns', names: schema.fields.map(({ name }) => name), match } as const]),
    ...ofFields.flatMap((field) => field.checks),
    ...keyChecks(schema),
    ...foreignKeyChecks(schema, resources),
  ];
  const unsupported = [
    ...unsupportedProperties(schema),
    ...(match === undefined ? [`fieldsMatch ${JSON.stringify(schema.fieldsMatch)}`] : []),
    ...ofFields.flatMap((field, i) => field.unsupported.map((what) => `fields[${i}].${what}`)),
  ];
  return { checks: distinct(checks), missing: schema.missingValues, warnings: unsupported.map(notChecked) };
}

function keyChecks({ primaryKey = [], uniqueKeys }: TableSchema): Check[] {
  const keys = [...(primaryKey.length > 0 ? [primaryKey] : []), ...uniqueKeys];
  return [
    ...primaryKey.map((column): Check => ({ kind: 'not-null', column })),
    ...keys.map((columns): Check => ({ kind: 'unique', columns })),
  ];
}

function foreignKeyChecks({ foreignKeys }: TableSchema, resources: Readonly<Record<string, string>>): Check[] {
  return foreignKeys.map(({ fields, reference }, i): Check => {
    const columns = reference.fields;
    if (reference.resource === '') return { kind: 'foreign-key', columns: fields, reference: { columns } };
    const source = Object.hasOwn(resources, reference.resource) ? resources[reference.resource] : undefined;
    if (source === undefined) throw unknownResource(i, reference.resource);
    return { kind: 'foreign-key', columns: fields, reference: { source, columns } };
  });
}

/** A primary key's columns are often required and unique besides. */
function distinct(checks: readonly Check[]): Check[] {
  return [...new Map(checks.map((check) => [JSON.stringify(check), check])).values()];
}

const notChecked = (what: string): AnswerWarning => ({ code: 'NOT_CHECKED', message: `The schema's ${what} is not checked.` });

const unknownResource = (index: number, resource: string): EngineError =>
  new EngineError('USAGE', `foreignKeys[${index}].reference.resource: it is not said which file ${JSON.stringify(resource)} is`, {
    hint: `Name it: --resource ${resource}=uri.`,
  });
