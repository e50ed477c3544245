import { fileURLToPath } from 'node:url';
import { EngineError } from '../errors.js';

export type Location =
  | { readonly kind: 's3'; readonly bucket: string; readonly key: string }
  | { readonly kind: 'file'; readonly path: string };

const SCHEME = /^([a-z][a-z0-9+.-]+):\/\//i;

/** `s3://bucket/key`, `file:///path` or a plain path. Any other scheme is refused by name. */
export function parseUri(uri: string): Location {
  const scheme = SCHEME.exec(uri)?.[1]?.toLowerCase();
  if (uri.includes('\0')) throw unsupported(uri, 'it contains a NUL character');
  if (scheme === undefined) return { kind: 'file', path: uri };
  if (scheme === 's3' || scheme === 's3a' || scheme === 's3n') return parseS3(uri);
  if (scheme === 'file') return { kind: 'file', path: filePath(uri) };
  throw unsupported(uri, `sources of the kind ${scheme}:// cannot be read`);
}

function parseS3(uri: string): Location {
  const rest = uri.slice(uri.indexOf('://') + 3);
  const slash = rest.indexOf('/');
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  if (!/^[a-z0-9][a-z0-9._-]{1,62}$/i.test(bucket)) throw unsupported(uri, `"${bucket}" is not a bucket name`);
  return { kind: 's3', bucket, key: slash < 0 ? '' : rest.slice(slash + 1) };
}

function filePath(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch (cause) {
    throw new EngineError('SOURCE_UNSUPPORTED', `${uri} is not a local file URI`, {
      hint: 'Write file:///absolute/path, or just the path.',
      cause,
    });
  }
}

const unsupported = (uri: string, why: string): EngineError =>
  new EngineError('SOURCE_UNSUPPORTED', `Cannot read ${JSON.stringify(uri)}: ${why}`, {
    hint: 'Name a local path or s3://bucket/key.',
  });

/** Whether a name asks for many objects. `[` counts only when it is closed, since S3 keys may contain it. */
export const isGlob = (name: string): boolean => /[*?]|\[[^\]]+\]|\{[^}]*,[^}]*\}/.test(name);

/** The part of a glob before its first wildcard: what a listing can ask for as a prefix. */
export const globPrefix = (glob: string): string => glob.slice(0, glob.search(/[*?[{]/));
