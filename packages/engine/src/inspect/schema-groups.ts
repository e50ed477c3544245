import type { Inspected } from './inspected.js';
import type { Column } from './reading.js';

/** Files with the same columns of the same types in the same order. */
export interface SchemaGroup {
  readonly columns: readonly Pick<Column, 'name' | 'type'>[];
  readonly uris: readonly string[];
}

/** Groups in the order of their first files. */
export function groupBySchema(files: readonly Inspected[]): SchemaGroup[] {
  const groups = new Map<string, { columns: SchemaGroup['columns']; uris: string[] }>();
  for (const { source, reading } of files) {
    const columns = reading.columns.map(({ name, type }) => ({ name, type }));
    const key = JSON.stringify(columns);
    const group = groups.get(key) ?? { columns, uris: [] };
    group.uris.push(source.uri);
    groups.set(key, group);
  }
  return [...groups.values()];
}
