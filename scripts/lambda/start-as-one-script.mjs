import { build } from 'esbuild';
import { basename } from 'node:path';

/** What a start loads, after `index.mjs`: the handlers, and S3's client. */
const STARTED = /^index-(handlers|s3-provider)-/;

const NAME = 'startup';

/**
 * Puts the chunks that every start needs into one script, which V8 can keep compiled; it cannot keep modules. In their places stand
 * modules that give what the script exports, for the chunks that are loaded later.
 * @param texts of esbuild's chunks, by file name
 * @returns the texts of the files of the bundle, by name
 */
export async function startAsOneScript(texts, { outputs }) {
  const chunks = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output]));
  // It starts DuckDB's process before all else, and so stays what it is.
  const first = withImports('index.mjs', chunks);
  const started = [...chunks.keys()].filter((name) => STARTED.test(name)).flatMap((name) => [...withImports(name, chunks)]);
  const inside = [...new Set(started)].filter((name) => !first.has(name));
  const { outputFiles } = await build({
    stdin: { contents: inside.map((name, i) => `export * as c${i} from './${name}';`).join('\n'), loader: 'js' },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    // As its runner calls them.
    define: { 'import.meta.url': '__url', 'import.meta.dirname': '__dirname' },
    plugins: [inMemory(texts, new Set(inside))],
    logLevel: 'warning',
  });
  const stubs = inside.map((name, i) => [name, stubText(`c${i}`, chunks.get(name).exports)]);
  return new Map([...texts, ...stubs, [`${NAME}.js`, withOwnImport(outputFiles[0].text)], [`${NAME}.mjs`, STARTUP]]);
}

/** A script has no way to import of its own. */
const withOwnImport = (text) => text.replace(/\bimport\("/g, '__import("');

/** V8 takes what it has kept only where the same flags are set. Those with which Lambda starts Node have had their effect by now. */
const STARTUP = `const { setFlagsFromString } = process.getBuiltinModule('node:v8');
for (const flag of ['--no-expose-gc', '--max-semi-space-size=0', '--max-old-space-size=0']) setFlagsFromString(flag);
export const { script, isFromCache } = process.getBuiltinModule('node:module').createRequire(import.meta.url)('./run-cached.cjs').runCached('${NAME}');
`;

const stubText = (chunk, names) => `import{script}from"./${NAME}.mjs";const{${names.map((name) => `${name}:its_${name}`).join()}}=script.${chunk};export{${names.map((name) => `its_${name} as ${name}`).join()}};\n`;

/** A chunk, and those that are loaded with it. */
function withImports(name, chunks, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const { path, kind } of chunks.get(name).imports) {
    if (kind === 'import-statement' && chunks.has(basename(path))) withImports(basename(path), chunks, found);
  }
  return found;
}

const inMemory = (texts, inside) => ({
  name: 'in-memory',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\/index-/ }, ({ path }) => (inside.has(basename(path)) ? { path: basename(path), namespace: 'chunk' } : { path, external: true }));
    onResolve({ filter: /\.node$|^\.\/later-|^lz4-napi$|^@databricks\// }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /./, namespace: 'chunk' }, ({ path }) => ({ contents: texts.get(path), loader: 'js' }));
  },
});
