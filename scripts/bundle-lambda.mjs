/**
 * Makes `packages/mcp-lambda/dist/lambda`: what a function on AWS Lambda is made of, ready to be zipped.
 * `--arch arm64` makes it for Lambda's ARM processors; `--out <folder>` puts it somewhere else. `--node 24.18.0` has it ready for that
 * release, which the function's log names when it starts; on one with another V8 it starts more slowly.
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { besideTheBundle } from './lambda/beside-the-bundle.mjs';
import { withPlainBuiltins } from './lambda/plain-builtins.mjs';
import { startAsOneScript } from './lambda/start-as-one-script.mjs';

const { arch, node, out } = parseArgs({ options: { arch: { type: 'string', default: 'x64' }, node: { type: 'string', default: '24' }, out: { type: 'string', default: 'packages/mcp-lambda/dist/lambda' } } }).values;
if (!['x64', 'arm64'].includes(arch)) fail(`There is no Lambda for ${arch}: write --arch x64 or --arch arm64.`);

const server = createRequire(realpathSync('packages/mcp-lambda/package.json'));
const engine = createRequire(realpathSync('packages/engine/package.json'));

const COMMON = { bundle: true, platform: 'node', target: 'node24', mainFields: ['module', 'main'], conditions: ['module'], minify: true, plugins: [besideTheBundle], logLevel: 'warning' };

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await bundleFunction();
await bundleChild();
copyFileSync('scripts/lambda/run-cached.cjs', join(out, 'run-cached.cjs'));
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
// V8 makes it by running, which it does for its own processor alone.
if (process.platform === 'linux' && process.arch === arch) run('npx', ['--yes', `--package=node@${node}`, '--', 'node', 'scripts/lambda/fill-caches.mjs', out]);

/** What is imported on demand (charts, exports, credential providers) stays apart: it is parsed when it is needed. */
async function bundleFunction() {
  const { outputFiles, metafile } = await build({
    ...COMMON,
    entryPoints: { index: 'packages/mcp-lambda/dist/lambda.js' },
    outdir: out,
    splitting: true,
    chunkNames: 'index-[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    write: false,
    metafile: true,
    // Native code that Databricks' driver does without.
    external: ['lz4-napi', '@databricks/databricks-sql-kernel-*'],
    // Bundled CommonJS modules require Node's own, and look for their files beside themselves.
    banner: { js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url); const __dirname = import.meta.dirname;" },
    // zod asks it whether this is Cloudflare, for which Node would load it.
    define: { navigator: 'undefined' },
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), withPlainBuiltins(text)]));
  for (const [name, text] of await startAsOneScript(texts, metafile)) writeFileSync(join(out, name), text);
}

async function bundleChild() {
  await build({ ...COMMON, entryPoints: ['packages/engine/dist/database/child.js'], outfile: join(out, 'child-code.js'), format: 'cjs' });
  writeFileSync(join(out, 'child.cjs'), "require('./run-cached.cjs').runCached('child-code');\n");
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
