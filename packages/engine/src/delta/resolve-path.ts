import { fileURLToPath } from 'node:url';

/** Where a path of the log leads: it is a URI, relative to the table or whole. */
export function resolvePath(root: string, path: string): string {
  if (/^file:/i.test(path)) return fileURLToPath(path.replace(/^file:\/*/i, 'file:///'));
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(path);
  const decoded = decode(path);
  return scheme !== null || decoded.startsWith('/') ? decoded : `${root}/${decoded}`;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A per cent sign of its own: whoever wrote it did not encode.
    return path;
  }
}
