/**
 * Makes `packages/mcp-lambda/dist/lambda`: what a function on AWS Lambda is made of, ready to be zipped.
 * `--arch arm64` makes it for Lambda's ARM processors; `--out <folder>` puts it somewhere else.
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const { arch, out } = parseArgs({ options: { arch: { type: 'string', default: 'x64' }, out: { type: 'string', default: 'packages/mcp-lambda/dist/lambda' } } }).values;
if (!['x64', 'arm64'].includes(arch)) fail(`There is no Lambda for ${arch}: write --arch x64 or --arch arm64.`);

const server = createRequire(realpathSync('packages/mcp-lambda/package.json'));
const engine = createRequire(realpathSync('packages/engine/package.json'));

/** Files that are found by their place: in a bundle they lie beside it. Names that CommonJS exports are lost where esbuild splits. */
const EDITS = [
  { file: /child-entry\.js$/, edits: [["'../../dist/database/child.js'", "'./child.mjs'"]] },
  { file: /result-app\.js$/, edits: [["'../../dist/app/result.html'", "'./result.html'"]] },
  {
    file: /render-png\.js$/,
    edits: [
      ["createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')", "decodeURIComponent(new URL('./DejaVuSans.ttf', import.meta.url).pathname)"],
      ["await import('@resvg/resvg-js')", "(await import('@resvg/resvg-js')).default"],
    ],
  },
  // All schemas of S3's client: esbuild leaves out what nobody asks for once it may take it for free of effects.
  { file: /client-s3\/dist-es\/schemas\/schemas_0\.js$/, edits: [[/^(export var [\w$]+ = )(\[[^]*?\]);$/gm, '$1/* @__PURE__ */ (() => $2)();']] },
  { file: /connect-databricks\.js$/, edits: [["await import('@databricks/sql')", "(await import('@databricks/sql')).default"]] },
  { file: /deletion-vector\.js$/, edits: [["await import('roaring-wasm')", "(await import('roaring-wasm')).default"]] },
];

/** Loaders that look for the binding of this platform, which takes them up to 30 ms: here there is only one. */
const BINDINGS = { 'node-bindings/duckdb\\.js': './duckdb.node', 'resvg-js/js-binding\\.js': './resvg.node' };

/** What few requests need, or none, and all would wait for. Tables of old encodings and ajv are kept in files of their own. */
const LATER = [
  { file: /iconv-lite\/encodings\/index\.js$/, contents: "module.exports = require('./later-encodings.cjs')" },
  {
    file: /@modelcontextprotocol\/server\/dist\/shimsNode\.mjs$/,
    contents: `export { process };
      import process from 'node:process';
      export class DefaultJsonSchemaValidator {
        #validator;
        getValidator(schema) {
          const { DefaultJsonSchemaValidator } = require('./later-json-schema.cjs');
          return (this.#validator ??= new DefaultJsonSchemaValidator()).getValidator(schema);
        }
      }`,
  },
  { file: /picomatch\/index\.js$/, contents: "module.exports = (...options) => require('./later-picomatch.cjs')(...options)" },
  { file: /chardet\/lib\/index\.js$/, contents: "exports.analyse = (bytes) => require('./later-chardet.cjs').analyse(bytes)" },
  // Threads that logs are sent to: here they go to stdout.
  { file: /pino\/lib\/transport\.js$/, contents: "module.exports = () => { throw new Error('Logs go to stdout') }" },
  // Nobody here asks zod for another language.
  { file: /zod\/v4\/locales\/index\.js$/, contents: "export { default as en } from './en.js'" },
];

const besideTheBundle = {
  name: 'beside-the-bundle',
  setup({ onLoad, onResolve }) {
    // Of what `z` holds esbuild keeps all, of a namespace what is used.
    onLoad({ filter: /\/dist\/.*\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      return text.includes("import { z } from 'zod';") ? { contents: text.replace("import { z } from 'zod';", "import * as z from 'zod';"), loader: 'js' } : undefined;
    });
    for (const { file, edits } of EDITS) onLoad({ filter: file }, ({ path }) => ({ contents: edits.reduce((text, edit) => edited(text, edit, path), readFileSync(path, 'utf8')), loader: 'js' }));
    for (const [loader, binding] of Object.entries(BINDINGS)) {
      onLoad({ filter: new RegExp(`${loader}$`) }, () => ({ contents: `module.exports = require('${binding}')`, loader: 'js' }));
    }
    for (const { file, contents } of LATER) onLoad({ filter: file }, () => ({ contents, loader: 'js' }));
    onResolve({ filter: /\.node$|^\.\/later-/ }, ({ path }) => ({ path, external: true }));
  },
};

function edited(text, [from, to], path) {
  const said = text.replace(from, to);
  if (said === text) throw new Error(`${path} no longer says ${from}`);
  return said;
}

/** One of Node's own modules as an import names it. */
const BUILTIN = `"((?:node:)?(?:${builtinModules.join('|')}))"`;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await bundle('packages/mcp-lambda/dist/lambda.js', 'index');
await bundle('packages/engine/dist/database/child.js', 'child');
await bundleLater(createRequire(engine.resolve('iconv-lite')).resolve('../encodings'), 'later-encodings');
await bundleLater(engine.resolve('chardet'), 'later-chardet');
await bundleLater(engine.resolve('picomatch'), 'later-picomatch');
await bundleLater(server.resolve('@modelcontextprotocol/server').replace(/index\.[cm]js$/, 'shimsNode.cjs'), 'later-json-schema');
copyFileSync('packages/mcp-lambda/dist/app/result.html', join(out, 'result.html'));
copyFileSync(server.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), join(out, 'DejaVuSans.ttf'));
copyFileSync(join(dirname(engine.resolve('roaring-wasm')), 'index.wasm'), join(out, 'index.wasm'));
copyNative(`@duckdb/node-bindings-linux-${arch}`, versionOf(engine, '@duckdb/node-api'), ['duckdb.node', 'libduckdb.so']);
copyNative(`@resvg/resvg-js-linux-${arch}-gnu`, versionOf(server, '@resvg/resvg-js'), [`resvgjs.linux-${arch}-gnu.node`], 'resvg.node');
strip(join(out, 'libduckdb.so'));

/** What is imported on demand (charts, exports, credential providers) stays apart: it is parsed when it is needed. */
async function bundle(entry, name) {
  const { outputFiles } = await build({
    entryPoints: { [name]: entry },
    outdir: out,
    bundle: true,
    write: false,
    splitting: true,
    chunkNames: `${name}-[name]-[hash]`,
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    minify: true,
    keepNames: false,
    plugins: [besideTheBundle],
    // Native code that Databricks' driver does without.
    external: ['lz4-napi', '@databricks/databricks-sql-kernel-*'],
    // Bundled CommonJS modules require Node's own, and look for their files beside themselves.
    banner: { js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url); const __dirname = import.meta.dirname;" },
    // zod asks it whether this is Cloudflare, for which Node would load it.
    define: { navigator: 'undefined' },
    logLevel: 'warning',
  });
  for (const { path, text } of outputFiles) writeFileSync(path, withPlainBuiltins(text));
}

/**
 * An import of one of Node's own modules asks for everything that it exports, and so loads what is loaded when it is asked for:
 * WebSocket of http, and with it undici and HTTP/2, for 20 ms.
 */
function withPlainBuiltins(text) {
  return text
    .replace(new RegExp(`\\bimport\\{([^}]*)\\}from${BUILTIN}`, 'g'), (_, names, builtin) => `const{${names.replaceAll(' as ', ':')}}=process.getBuiltinModule("${builtin}")`)
    .replace(new RegExp(`\\bimport(?:\\*as )? ?([\\w$]+) from${BUILTIN}`, 'g'), 'const $1=process.getBuiltinModule("$2")')
    .replace(new RegExp(`\\bimport\\(${BUILTIN}\\)`, 'g'), 'Promise.resolve(process.getBuiltinModule("$1"))');
}

async function bundleLater(entry, name) {
  await build({ entryPoints: [entry], outfile: join(out, `${name}.cjs`), bundle: true, platform: 'node', target: 'node24', format: 'cjs', minify: true, logLevel: 'warning' });
}

/** From what is installed here, or for another processor from the registry. */
function copyNative(name, version, files, as) {
  const folder = installed(name) ?? download(`${name}@${version}`);
  for (const file of files) copyFileSync(join(folder, file), join(out, as ?? basename(file)));
}

function installed(name) {
  for (const [from, parent] of [[engine, '@duckdb/node-api'], [server, '@resvg/resvg-js']]) {
    try {
      const owner = createRequire(from.resolve(parent));
      const loader = parent.startsWith('@duckdb') ? createRequire(owner.resolve('@duckdb/node-bindings')) : owner;
      return dirname(loader.resolve(`${name}/package.json`));
    } catch {
      // Not of this parent's, or not for this processor.
    }
  }
  return undefined;
}

function download(spec) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-native-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  run('npm', ['pack', '--silent', '--pack-destination', folder, spec]);
  run('tar', ['-xzf', join(folder, `${spec.replace(/^@/, '').replace('/', '-').replace(/@(?=[^@]*$)/, '-')}.tgz`), '-C', folder]);
  return join(folder, 'package');
}

function versionOf(from, name) {
  const folder = from.resolve(name).replace(new RegExp(`(node_modules/${name}/).*$`), '$1');
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

/** Symbols of no use at run time are a sixth of the library. `strip` knows its own processor's files alone, LLVM's all. */
function strip(library) {
  const stripped = ['strip', 'llvm-strip', 'aarch64-linux-gnu-strip'].some((tool) => spawnSync(tool, [library], { stdio: 'ignore' }).status === 0);
  if (!stripped) process.stderr.write(`${library} keeps its symbols: install binutils or llvm to strip it.\n`);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (error || status !== 0) fail(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
