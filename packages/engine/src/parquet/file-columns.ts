import { z } from 'zod';
import type { Scope } from '../database/database.js';
import { quoteLiteral } from '../database/quote.js';
import { EVERYTHING } from './everything.js';

/** A column of a Parquet file, or what lies within one. */
export interface FileColumn {
  readonly name: string;
  readonly fieldId: number | undefined;
  readonly kind: 'leaf' | 'struct' | 'list' | 'map';
  /** Of a leaf, as DuckDB reads it. */
  readonly type: string | undefined;
  /** Of a list its element, of a map its key and value, of a struct its fields. */
  readonly children: readonly FileColumn[];
}

const schemaElement = z.object({
  name: z.string(),
  children: z.coerce.number().nullable(),
  id: z.coerce.number().nullable(),
  type: z.string().nullable(),
  converted: z.string().nullable(),
  logical: z.string().nullable(),
  repetition: z.string().nullable(),
});
type SchemaElement = z.infer<typeof schemaElement>;

/** The columns of Parquet files, by path; files that are alike share one list. */
export async function readFileColumns(scope: Scope, paths: readonly string[]): Promise<Map<string, readonly FileColumn[]>> {
  if (paths.length === 0) return new Map();
  const sql = `
    WITH element AS (
      SELECT file_name, row_number() OVER () AS place, {name: name, children: num_children, id: field_id, type: duckdb_type, converted: converted_type, logical: logical_type, repetition: repetition_type} AS fields
      FROM parquet_schema([${paths.map(quoteLiteral).join(', ')}])),
    file AS (SELECT file_name, CAST(to_json(list(fields ORDER BY place)) AS VARCHAR) AS elements FROM element GROUP BY file_name)
    SELECT elements, list(file_name) FROM file GROUP BY elements`;
  const { rows } = await scope.rows(sql, EVERYTHING);
  return new Map(
    rows.flatMap(([elements, files]) => {
      const columns = parseColumns(z.array(schemaElement).parse(JSON.parse(z.string().parse(elements))));
      return z.array(z.string()).parse(files).map((file) => [file, columns] as const);
    }),
  );
}

/** The schema stands as a list in which each element is followed by so many children. */
function parseColumns(elements: readonly SchemaElement[]): readonly FileColumn[] {
  let next = 0;
  const take = (): Parsed => {
    const element = elements[next] ?? elements[0];
    if (element === undefined) throw new TypeError('a schema without elements');
    next += 1;
    const children = Array.from({ length: element.children ?? 0 }, take);
    return { element, children };
  };
  return take().children.map(columnOf);
}

interface Parsed {
  readonly element: SchemaElement;
  readonly children: readonly Parsed[];
}

function columnOf(parsed: Parsed): FileColumn {
  const { element, children } = parsed;
  const common = { name: element.name, fieldId: element.id ?? undefined };
  if (element.children === null || element.children === 0) return { ...common, kind: 'leaf', type: element.type ?? undefined, children: [] };
  const [repeated] = children;
  if (repeated !== undefined && isA(element, 'MAP')) return { ...common, kind: 'map', type: undefined, children: repeated.children.map(columnOf) };
  if (repeated !== undefined && isA(element, 'LIST')) return { ...common, kind: 'list', type: undefined, children: [elementOf(parsed, repeated)] };
  return { ...common, kind: 'struct', type: undefined, children: children.map(columnOf) };
}

/** Three levels, or, from older writers, two. */
function elementOf({ element }: Parsed, repeated: Parsed): FileColumn {
  const [only] = repeated.children;
  const isWrapper = repeated.children.length === 1 && repeated.element.name !== 'array' && repeated.element.name !== `${element.name}_tuple`;
  return columnOf(isWrapper && only !== undefined ? only : repeated);
}

const isA = ({ converted, logical }: SchemaElement, what: 'LIST' | 'MAP'): boolean =>
  converted === what || (what === 'MAP' && converted === 'MAP_KEY_VALUE') || (logical ?? '').toUpperCase().startsWith(what);
