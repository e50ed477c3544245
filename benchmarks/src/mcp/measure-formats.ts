import type { Client } from '@modelcontextprotocol/client';
import { countTokens } from './count-tokens.js';

const FORMATS = ['csv', 'markdown', 'json'] as const;
export type FormatTokens = Readonly<Record<(typeof FORMATS)[number], number>> & { readonly what: string };

/** Results of several shapes; the same rows in each format. */
const RESULTS = [
  ['5 rows of 2 columns', "SELECT weather, count(*) AS days FROM 'seattle-weather.csv' GROUP BY ALL ORDER BY days DESC"],
  ['100 rows of 6 columns, mostly numbers', "FROM 'seattle-weather.csv' LIMIT 100"],
  ['100 rows of 7 columns, mostly text', "FROM 'airports.csv' LIMIT 100"],
  ['100 rows of 14 columns', "FROM 'birdstrikes.csv' LIMIT 100"],
] as const;

export async function measureFormats(client: Client): Promise<FormatTokens[]> {
  const measured: FormatTokens[] = [];
  for (const [what, sql] of RESULTS) {
    const tokens = await Promise.all(FORMATS.map(async (format) => [format, await tokensOf(client, sql, format)] as const));
    measured.push({ what, ...(Object.fromEntries(tokens) as Omit<FormatTokens, 'what'>) });
  }
  return measured;
}

async function tokensOf(client: Client, sql: string, format: string): Promise<number> {
  const { content, isError } = await client.callTool({ name: 'query', arguments: { sql, format } });
  const [first] = content;
  if (isError === true || first?.type !== 'text') throw new Error(`${sql} as ${format} failed`);
  return countTokens(first.text);
}
