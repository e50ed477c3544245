/** A question in the words of each contestant; polars and pandas know it by its id. `{name}` stands for a table. */
export interface Question {
  readonly id: string;
  readonly sql: string;
  /** Where ClickHouse spells it differently. @default `sql` */
  readonly clickhouse?: string;
}
