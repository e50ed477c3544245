import { builtinModules } from 'node:module';

/** One of Node's own modules as an import names it. */
const BUILTIN = `"((?:node:)?(?:${builtinModules.join('|')}))"`;

/**
 * An import of one of Node's own modules asks for everything that it exports, and so loads what is loaded when it is asked for:
 * WebSocket of http, and with it undici and HTTP/2, for 20 ms.
 * @param text minified
 */
export const withPlainBuiltins = (text) =>
  text
    .replace(new RegExp(`\\bimport\\{([^}]*)\\}from${BUILTIN}`, 'g'), (_, names, builtin) => `const{${names.replaceAll(' as ', ':')}}=process.getBuiltinModule("${builtin}")`)
    .replace(new RegExp(`\\bimport(?:\\*as )? ?([\\w$]+) from${BUILTIN}`, 'g'), 'const $1=process.getBuiltinModule("$2")')
    .replace(new RegExp(`\\bimport\\(${BUILTIN}\\)`, 'g'), 'Promise.resolve(process.getBuiltinModule("$1"))');
