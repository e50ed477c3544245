/** Where a tool's arguments hold a value that the client has to repeat as a header (`x-mcp-header`, SEP-2243). */
export interface ParamHeader {
  readonly path: readonly string[];
  readonly header: string;
}

type Schema = Readonly<Record<string, unknown>>;

/** Such headers are declared on properties of properties alone; anywhere else makes the declaration invalid. */
export function declaredHeaders(schema: unknown, path: readonly string[] = []): readonly ParamHeader[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, 'x-mcp-header': header } = schema as Schema;
  const own = typeof header === 'string' && path.length > 0 ? [{ path, header }] : [];
  const nested = Object.entries((properties ?? {}) as Schema).flatMap(([name, child]) => declaredHeaders(child, [...path, name]));
  return [...own, ...nested];
}

/** The headers of one call. */
export function paramHeaders(declared: readonly ParamHeader[], args: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { path, header } of declared) {
    const value = path.reduce<unknown>((node, key) => (node as Schema | null | undefined)?.[key], args);
    if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) headers[`Mcp-Param-${header}`] = encode(String(value));
  }
  return headers;
}

/** What is no plain printable ASCII goes as base64 between marks. */
function encode(value: string): string {
  const isPlain = /^[\t\x20-\x7e]+$/.test(value) && value === value.trim() && !/^=\?base64\?.*\?=$/.test(value);
  return isPlain ? value : `=?base64?${Buffer.from(value).toString('base64')}?=`;
}
