import { quoteIdentifier } from '../database/quote.js';

/** A column, or a field within one, as a table has it; how the files call it is another matter. */
export interface Field {
  readonly name: string;
  /** What the files call it. */
  readonly physicalName: string;
  /** What stands for it in the files instead of a name. */
  readonly id?: number | undefined;
  readonly type: FieldType;
  readonly nullable: boolean;
}

export type FieldType =
  | { readonly kind: 'leaf'; readonly sql: string }
  | { readonly kind: 'struct'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly element: FieldType }
  | { readonly kind: 'map'; readonly key: FieldType; readonly value: FieldType };

/** The type as DuckDB spells it. */
export function typeSql(type: FieldType): string {
  switch (type.kind) {
    case 'leaf':
      return type.sql;
    case 'struct':
      return `STRUCT(${type.fields.map((field) => `${quoteIdentifier(field.name)} ${typeSql(field.type)}`).join(', ')})`;
    case 'list':
      return `${typeSql(type.element)}[]`;
    case 'map':
      return `MAP(${typeSql(type.key)}, ${typeSql(type.value)})`;
  }
}
