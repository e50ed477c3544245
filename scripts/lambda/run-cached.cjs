/** Runs a script of this folder from what V8 has made of it before, as far as it is the same V8: to parse and compile is most of a start. */
'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { Script } = require('node:vm');

/** By name, to be kept. */
exports.scripts = new Map();

/** V8 checks release and flags; what Node's build changed in it only the whole version tells. */
exports.cacheFile = (name) => join(__dirname, `${name}-${process.arch}-${process.versions.v8}.cache`);

/** @returns what the script exports, and whether it did not have to be compiled */
exports.runCached = (name) => {
  const filename = join(__dirname, `${name}.js`);
  const cachedData = readIfThere(exports.cacheFile(name));
  // All of it is ASCII.
  const source = `(function (require, module, exports, __dirname, __url, __import) {${readFileSync(filename, 'latin1')}\n})`;
  const script = new Script(source, { filename, ...(cachedData && { cachedData }) });
  exports.scripts.set(name, script);
  const module = { exports: {} };
  script.runInThisContext()(require, module, module.exports, __dirname, pathToFileURL(filename).href, (name) => import(name));
  return { script: module.exports, isFromCache: script.cachedDataRejected === false };
};

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
