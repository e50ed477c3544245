import { benchPython } from '../contestants/bench-python.js';
import { packageFile } from '../package-file.js';
import type { ColdContestant } from './measure-start.js';

/** Where the object lies, and what the functions need to read it. */
export interface ColdSource {
  readonly bucket: string;
  readonly key: string;
  readonly env: Readonly<Record<string, string>>;
  /** What five rows have to say: city and sum. */
  readonly totals: readonly (readonly [string, number])[];
}

/** The bundle that is deployed, and what it stands in for: Python with pandas and boto3. */
export async function coldContestants({ bucket, key, env, totals }: ColdSource): Promise<readonly ColdContestant[]> {
  const check = (answer: string): void => {
    const missing = totals.find(([city, total]) => !answer.includes(city) || !answer.includes(String(total)));
    if (missing !== undefined) throw new Error(`Wrong answer: no ${missing.join(' ')} in ${answer}`);
  };
  const sql = `SELECT city, round(sum(amount), 2) AS total FROM 's3://${bucket}/${key}' GROUP BY city ORDER BY total DESC LIMIT 5`;
  return [
    {
      name: 'sluice',
      options: { folder: packageFile('../packages/mcp-lambda/dist/lambda'), handler: 'index.handler', env: { ...env, SLUICE_ALLOW: `s3://${bucket}/` } },
      event: restEvent('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'query', arguments: { sql } } }),
      check,
    },
    {
      name: 'Python, pandas, boto3',
      options: { folder: packageFile('python/coldstart'), handler: 'handler.handler', env: { ...env, PYTHONDONTWRITEBYTECODE: '1' }, runtime: [await benchPython('python/requirements-coldstart.txt'), '-m', 'awslambdaric', 'handler.handler'] },
      event: restEvent('/', { bucket, key }),
      check,
    },
  ];
}

const restEvent = (path: string, body: object): object => ({
  resource: path,
  path,
  httpMethod: 'POST',
  headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json' },
  requestContext: { requestId: 'cold' },
  body: JSON.stringify(body),
  isBase64Encoded: false,
});
