/** Bundles the signing proxy: clients start it over and over, and reading a thousand module files would take half of its start. */
import { build } from 'esbuild';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const DIST = 'packages/proxy/dist';
const MODULES = join(DIST, 'modules');
const BUNDLE = join(DIST, 'cli.js');

if (modifiedAt(BUNDLE) < Math.max(...files(MODULES).map(modifiedAt), modifiedAt('pnpm-lock.yaml'), modifiedAt('scripts/bundle.mjs'))) {
  for (const name of readdirSync(DIST).filter((name) => name.endsWith('.js'))) rmSync(join(DIST, name));
  await build({
    entryPoints: [join(MODULES, 'cli.js')],
    outdir: DIST,
    bundle: true,
    // What is imported on demand stays apart: credential providers, doctor, config.
    splitting: true,
    chunkNames: '[name]-[hash]',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    minifyWhitespace: true,
    minifySyntax: true,
    // Bundled CommonJS modules require Node's own.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
}

function files(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, name)).filter((path) => path.endsWith('.js'));
}

function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
