/** Makes `dist/app/result.html`: one file with everything in it, which may run its own script and style and nothing else. */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

const bundle = async (entry) => {
  const { outputFiles } = await build({ entryPoints: [file(entry)], bundle: true, minify: true, format: 'esm', target: 'es2023', write: false });
  // Nothing in it may end the element that it stands in.
  return outputFiles[0].text.trim().replaceAll('</', '<\\/');
};
const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const [style, script] = await Promise.all([bundle('../app/styles.css'), bundle('../app/main.ts')]);
const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}`;
const parts = { policy, style, script };
mkdirSync(file('../dist/app'), { recursive: true });
writeFileSync(file('../dist/app/result.html'), readFileSync(file('../app/result.html'), 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_, name) => parts[name]));
