import { fileURLToPath } from 'node:url';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const ROOT = folder('../..');
/** This package; the same from `src` and from `dist`. */
export const INFRA = folder('..');
export const CLOUD_ASSEMBLY = folder('../cdk.out');
/** Written by `npm run bundle:lambda`. */
export const BUNDLE = folder('../../packages/mcp-lambda/dist/lambda');
export const CANARY_TEST = folder('../canary-test');
export const PROXY = folder('../../packages/proxy/dist/cli.js');
