/** What modules say otherwise in the function's bundle. */
import { readFileSync } from 'node:fs';

/** Files that are found by their place: in a bundle they lie beside it. Names that CommonJS exports are lost where esbuild splits. */
const EDITS = [
  { file: /child-entry\.js$/, edits: [["'../../dist/bundle/child.js'", "'./child.cjs'"]] },
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

/** Makes of modules what a bundle of one platform needs of them. */
export const besideTheBundle = {
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
