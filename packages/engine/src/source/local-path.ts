import { realpathSync } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { EngineError } from '../errors.js';

/** Whether `path` is `root` itself or lies below it. Both must be real paths. */
export function isInside(path: string, root: string): boolean {
  const rest = relative(root, path);
  return rest === '' || (!rest.startsWith(`..${sep}`) && rest !== '..' && !isAbsolute(rest));
}

/** Roots with links followed; one that is not there yet stays as it is named. */
export const realRoots = (roots: readonly string[]): string[] =>
  roots.map((root) => {
    try {
      return realpathSync(root);
    } catch {
      return resolve(root);
    }
  });

/**
 * The real path of what the user named, provided that it lies under one of the roots. A relative name is looked for in
 * the working directory and then in each root.
 */
export async function resolveInRoots(name: string, roots: readonly string[]): Promise<string> {
  const candidates = isAbsolute(name) ? [resolve(name)] : [resolve(name), ...roots.map((root) => resolve(join(root, name)))];
  const reals = realRoots(roots);
  let outside = false;
  for (const candidate of candidates) {
    const real = await realpath(candidate).catch(() => undefined);
    if (real === undefined) {
      // A missing file outside the roots must look like any other path outside: existence is information too.
      outside ||= !reals.some((root, i) => isInside(candidate, root) || isInside(candidate, resolve(roots[i] ?? root)));
    } else if (reals.some((root) => isInside(real, root))) {
      return real;
    } else {
      outside = true;
    }
  }
  throw outside && isAbsolute(name) ? notAllowed(name, roots) : await missing(name, candidates, roots, outside);
}

async function missing(name: string, candidates: readonly string[], roots: readonly string[], outside: boolean) {
  const there = await Promise.all(candidates.map((path) => lstat(path).then(() => true, () => false)));
  if (outside && (there.includes(true) || name.split(/[\\/]/).includes('..'))) return notAllowed(name, roots);
  return new EngineError('SOURCE_NOT_FOUND', `There is no file ${name}`, {
    hint: `Looked in the working directory and in ${roots.join(', ')}; name it by its full path or add --root.`,
    uri: name,
  });
}

export const notAllowed = (name: string, roots: readonly string[]): EngineError =>
  new EngineError('SOURCE_NOT_ALLOWED', `${name} lies outside the folders that may be read`, {
    hint: `Files under ${roots.join(', ')} may be read; allow its folder too: --root ${dirname(name)}`,
  });
