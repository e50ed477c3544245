/**
 * Bundles the commands that are started over and over: the signing proxy, and the engine with DuckDB's process. Reading a thousand
 * module files would take half of their start.
 */
import { build } from 'esbuild';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const BUNDLES = [
  { entries: { cli: 'packages/proxy/dist/modules/cli.js' }, modules: 'packages/proxy/dist/modules', out: 'packages/proxy/dist', external: [] },
  {
    entries: { cli: 'packages/engine/dist/cli.js', child: 'packages/engine/dist/database/child.js' },
    modules: 'packages/engine/dist',
    out: 'packages/engine/dist/bundle',
    // They are seldom needed, or bring WebAssembly, or tables that are read when a file needs them.
    external: ['@databricks/sql', 'roaring-wasm', 'iconv-lite'],
  },
];

/** Nobody here asks zod for another language. */
const oneLanguage = {
  name: 'one-language',
  setup: ({ onLoad }) => onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: "export { default as en } from './en.js'", loader: 'js' })),
};

/** DuckDB's own loader asks Node for a report of the whole process to learn which C library it has: ten times the work of loading the binding. */
const binding = `
  const { createRequire } = require('node:module');
  const here = require;
  const loader = createRequire(here.resolve('@duckdb/node-api')).resolve('@duckdb/node-bindings');
  const load = (libc) => createRequire(loader)('@duckdb/node-bindings-' + process.platform + '-' + process.arch + libc + '/duckdb.node');
  try {
    module.exports = load('');
  } catch (error) {
    try {
      module.exports = load('-musl');
    } catch {
      throw error;
    }
  }`;
const ownLoader = { name: 'own-loader', setup: ({ onLoad }) => onLoad({ filter: /node-bindings\/duckdb\.js$/ }, () => ({ contents: binding, loader: 'js' })) };

for (const bundle of BUNDLES) if (isOld(bundle)) await make(bundle);

async function make({ entries, out, external }) {
  for (const name of filesIn(out)) rmSync(join(out, name));
  await build({
    entryPoints: entries,
    outdir: out,
    bundle: true,
    // What is imported on demand stays apart: credential providers, reports, doctor, config.
    splitting: true,
    chunkNames: '[name]-[hash]',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    external,
    plugins: [oneLanguage, ownLoader],
    minifyWhitespace: true,
    minifySyntax: true,
    // Bundled CommonJS modules require Node's own.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
}

function isOld({ entries, modules, out }) {
  const made = Math.min(...Object.keys(entries).map((name) => modifiedAt(join(out, `${name}.js`))));
  const inputs = readdirSync(modules, { recursive: true }).map((name) => join(modules, name)).filter((path) => path.endsWith('.js') && !path.startsWith(`${out}/`));
  return made < Math.max(...inputs.map(modifiedAt), modifiedAt('pnpm-lock.yaml'), modifiedAt('scripts/bundle.mjs'));
}

function filesIn(folder) {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.js'));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
