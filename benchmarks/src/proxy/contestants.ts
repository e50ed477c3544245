import { dirname, join } from 'node:path';
import { benchPython } from '../contestants/bench-python.js';
import { packageFile } from '../package-file.js';

/** Who the gateway of the benchmark knows. */
export const READER = {
  accessKeyId: 'AKIDREADER',
  secretAccessKey: 'reader-secret',
  sessionToken: 'reader-token',
  arn: 'arn:aws:sts::123456789012:assumed-role/reader/me',
  allow: ['*'],
};

export interface ProxyContestant {
  readonly name: string;
  readonly command: readonly string[];
}

/** Both are told service and region, since no host of AWS tells them here. */
export async function proxyContestants(): Promise<readonly ProxyContestant[]> {
  const python = await benchPython('python/requirements-proxy.txt');
  return [
    { name: 'sluice-proxy', command: [process.execPath, packageFile('../packages/proxy/dist/cli.js')] },
    // Asked to retry as often as we do; by itself it does not.
    { name: 'mcp-proxy-for-aws 1.7.0', command: [join(dirname(python), 'mcp-proxy-for-aws'), '--retries', '4', '--disable-telemetry'] },
  ];
}
