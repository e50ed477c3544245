export interface QueryPlan { readonly sql: string; readonly tables: readonly { viewName: string; uris?: readonly string[]; options: Record<string, never> }[] }
export async function planQuery(sql: string, { parse }: { parse: (sql: string) => Promise<unknown>; aliases: readonly string[] }): Promise<QueryPlan> {
  const ast = await parse(sql);
  const names = new Set<string>();
  const walk = (node: unknown): void => { if (node && typeof node === 'object') { const o = node as Record<string, unknown>; if (o['type'] === 'BASE_TABLE') names.add(String(o['table_name'])); Object.values(o).forEach(walk); } };
  walk(ast);
  return { sql, tables: [...names].map((viewName) => ({ viewName, options: {} })) };
}
