import { describe, expect, it } from '@jest/globals';
import { canonicalRequest, canonicalSignature, type WireRequest } from '@sluice/testing';
import { readFileSync } from 'node:fs';
import { signRequest } from './sign-request.js';

interface Vector {
  readonly name: string;
  readonly context: {
    readonly credentials?: { readonly access_key_id: string; readonly secret_access_key: string; readonly token?: string };
    readonly omit_session_token?: boolean;
    readonly sign_body?: boolean;
  };
  readonly request: string;
  readonly canonical: string;
  readonly signature: string;
}

const DATE = '20150830T123600Z';
const SCOPE = { service: 'service', region: 'us-east-1' };
/** Not for services other than S3, which resolve the path and escape it once more; or not sayable in HTTP today (a header of several lines). */
const NOT_FOR_US = /-unnormalized$|^get-space|^get-utf8$|^get-header-value-multiline$/;

const lines = readFileSync(new URL('./aws-vectors.fixture.jsonl', import.meta.url), 'utf8').trim().split('\n').slice(1);
const all = lines.map((line) => JSON.parse(line) as Vector);
const applicable = all.filter(({ name }) => !NOT_FOR_US.test(name));
/** Two vectors come without the secret that signed them. */
const signable = applicable.filter(({ context }) => context.credentials !== undefined);

const signedHeadersOf = ({ canonical }: Vector): string[] => canonical.split('\n').at(-2)?.split(';') ?? [];

/** The request as sent: what the canonical form says of dates and tokens are headers that the signer adds. */
function wireOf(vector: Vector): WireRequest {
  const [head = '', body = ''] = vector.request.split('\n\n');
  const [first = '', ...headerLines] = head.trimEnd().split('\n');
  const [, method = '', target = ''] = /^(\S+) (.*) HTTP\/1\.1$/.exec(first) ?? [];
  const headers: Record<string, string> = {};
  for (const line of headerLines) {
    const [, name = '', value = ''] = /^([^:]+):(.*)$/.exec(line) ?? [];
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value.trim() : `${headers[key]},${value.trim()}`;
  }
  return { method, target, headers, body: Buffer.from(body) };
}

/** With the headers that the signer adds. */
function signedAs(vector: Vector): WireRequest {
  const wire = wireOf(vector);
  const added = [...vector.canonical.matchAll(/^(x-amz-[a-z0-9-]+):(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
  return { ...wire, headers: { ...wire.headers, ...(Object.fromEntries(added) as Record<string, string>) } };
}

describe("AWS's test vectors", () => {
  it('are 40, of which 30 are for services other than S3', () => {
    expect([all.length, applicable.length]).toEqual([40, 30]);
  });

  it.each(applicable)('$name: the verifier of the tests makes the published canonical request', (vector) => {
    expect(canonicalRequest(signedAs(vector), signedHeadersOf(vector))).toBe(vector.canonical);
  });

  it.each(signable)('$name: the verifier makes the published signature', (vector) => {
    const secretAccessKey = vector.context.credentials?.secret_access_key ?? '';
    expect(canonicalSignature(signedAs(vector), { ...SCOPE, date: DATE, signedHeaders: signedHeadersOf(vector), secretAccessKey })).toBe(vector.signature);
  });

  it.each(signable)('$name: the signer makes the published signature', async (vector) => {
    const { credentials, omit_session_token: omitToken = false, sign_body: contentHash = false } = vector.context;
    const { method, target, headers, body } = wireOf(vector);
    const { host = '', ...others } = headers as Record<string, string>;
    const token = omitToken ? undefined : credentials?.token;
    const signed = await signRequest(
      { method, url: new URL(`https://${host}${target}`), headers: others, ...(body.length === 0 ? {} : { body: body.toString() }) },
      {
        ...SCOPE,
        credentials: { accessKeyId: credentials?.access_key_id ?? '', secretAccessKey: credentials?.secret_access_key ?? '', ...(token === undefined ? {} : { sessionToken: token }) },
        date: new Date('2015-08-30T12:36:00Z'),
        contentHash,
      },
    );
    expect(signed.authorization).toContain(`Signature=${vector.signature}`);
  });
});
