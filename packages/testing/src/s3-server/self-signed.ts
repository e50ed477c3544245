import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  /** PEM; clients must be told to trust it. */
  readonly cert: string;
}

/** A certificate for 127.0.0.1, and for more names where given; good for a day. */
export async function createCertificate(names: readonly string[] = []): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'subjectAltName', altNames: [...['localhost', ...names].map((value) => ({ type: 2 as const, value })), { type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { key, cert };
}
