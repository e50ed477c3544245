import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificate, startVersityGateway, type VersityGateway } from '@sluice/testing';
import { objectsFolder } from '../data/places.js';
import { startShapingProxy, type ShapingProxy } from './shaping-proxy.js';

export const SERVER_NAMES = ['bare', 'bareTls', 'shaped', 'shapedTls'] as const;
export type ServerName = (typeof SERVER_NAMES)[number];

/** One S3 server seen four ways: near and far, each plain and with TLS. */
export interface Servers extends AsyncDisposable {
  readonly endpoints: Readonly<Record<ServerName, string>>;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** PEM file to trust for the two with TLS. */
  readonly caFile: string;
}

/** Starts the gateways over the generated objects, and a shaping proxy before each. */
export async function startServers(): Promise<Servers> {
  await mkdir(objectsFolder(), { recursive: true });
  const certificate = await createCertificate();
  const caFile = join(tmpdir(), `sluice-bench-${process.pid}.pem`);
  await writeFile(caFile, certificate.cert);
  const plain = await startVersityGateway({ rootDir: objectsFolder() });
  const secure = await startVersityGateway({ rootDir: objectsFolder(), certificate });
  const shaped = await startShapingProxy(plain.endpoint);
  const shapedTls = await startShapingProxy(secure.endpoint);
  return describeServers({ plain, secure, shaped, shapedTls }, caFile);
}

interface Started {
  readonly plain: VersityGateway;
  readonly secure: VersityGateway;
  readonly shaped: ShapingProxy;
  readonly shapedTls: ShapingProxy;
}

function describeServers({ plain, secure, shaped, shapedTls }: Started, caFile: string): Servers {
  return {
    endpoints: { bare: plain.endpoint, bareTls: secure.endpoint, shaped: shaped.endpoint, shapedTls: shapedTls.endpoint },
    region: plain.region,
    credentials: plain.credentials,
    caFile,
    [Symbol.asyncDispose]: async () => {
      for (const server of [shaped, shapedTls, plain, secure]) await server[Symbol.asyncDispose]();
      await rm(caFile, { force: true });
    },
  };
}
