/**
 * Compiles `packages/engine/assembly` and writes it as a module, so that neither an installation nor a bundle needs the compiler or
 * a file beside the code. With `--check`, says whether the module is what the source compiles to.
 */
import asc from 'assemblyscript/asc';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const engine = join(import.meta.dirname, '../packages/engine');
const target = join(engine, 'src/decode/prune-records-wasm.ts');

const files = new Map();
const { error, stderr } = await asc.main(
  ['prune-records.ts', '-o', 'prune-records.wasm', '-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--initialMemory', '10', '--maximumMemory', '10'],
  {
    readFile: (name) => {
      try {
        return readFileSync(join(engine, 'assembly', name), 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (name, content) => void files.set(name, content),
    listFiles: () => [],
  },
);
if (error) throw new Error(`${error.message}\n${stderr.toString()}`);

const base64 = Buffer.from(files.get('prune-records.wasm')).toString('base64');
const text = `/** \`packages/engine/assembly/prune-records.ts\`, compiled by \`scripts/build-assembly.mjs\`. */
export const PRUNE_RECORDS_WASM =
  '${base64}';
`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('packages/engine/src/decode/prune-records-wasm.ts is not what its source compiles to: run scripts/build-assembly.mjs');
  process.exit(1);
}
