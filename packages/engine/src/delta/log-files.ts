import type { ListedObject } from '../source/source.js';

/** A table's log as a listing of `_delta_log` shows it. */
export interface LogFiles {
  /** By version, in order. */
  readonly commits: ReadonlyMap<number, ListedObject>;
  /** Complete ones only, in order of their versions; of one version the plainest comes last. */
  readonly checkpoints: readonly Checkpoint[];
}

export interface Checkpoint {
  readonly version: number;
  readonly files: readonly ListedObject[];
}

/** What has to be read to know a version. */
export interface LogSegment {
  readonly version: number;
  readonly checkpoint: Checkpoint | undefined;
  /** After the checkpoint, in order, without a gap. */
  readonly commits: readonly ListedObject[];
}

const COMMIT = /^(\d{20})\.json$/;
const WHOLE_CHECKPOINT = /^(\d{20})\.checkpoint(?:\.[0-9a-f-]{36})?\.(?:json|parquet)$/;
const CHECKPOINT_PART = /^(\d{20})\.checkpoint\.(\d{10})\.(\d{10})\.parquet$/;

/** Sorts what lies in a log's folder; compacted logs, checksums and staged commits are not needed. */
export function sortLogFiles(listed: readonly ListedObject[]): LogFiles {
  const commits = new Map<number, ListedObject>();
  const checkpoints: Checkpoint[] = [];
  const parts = new Map<string, { version: number; count: number; files: Map<number, ListedObject> }>();
  for (const file of listed) {
    const name = nameInLog(file.uri);
    const commit = COMMIT.exec(name)?.[1];
    const whole = WHOLE_CHECKPOINT.exec(name)?.[1];
    const [, version, part, count] = CHECKPOINT_PART.exec(name) ?? [];
    if (commit !== undefined) commits.set(Number(commit), file);
    else if (whole !== undefined) checkpoints.push({ version: Number(whole), files: [file] });
    else if (version !== undefined) {
      const key = `${version} ${count}`;
      const known = parts.get(key) ?? { version: Number(version), count: Number(count), files: new Map() };
      known.files.set(Number(part), file);
      parts.set(key, known);
    }
  }
  // Parts are not written all at once: those of which one is missing do not count.
  for (const { version, count, files } of parts.values()) if (files.size === count) checkpoints.push({ version, files: [...files.values()] });
  return { commits: new Map([...commits].sort(([a], [b]) => a - b)), checkpoints: checkpoints.sort((a, b) => a.version - b.version) };
}

const LOG = '/_delta_log/';
const nameInLog = (uri: string): string => uri.slice(uri.lastIndexOf(LOG) + LOG.length);

/** The newest version there is. */
export function newestVersion({ commits, checkpoints }: LogFiles): number | undefined {
  const versions = [[...commits.keys()].at(-1), checkpoints.at(-1)?.version].filter((version) => version !== undefined);
  return versions.length === 0 ? undefined : Math.max(...versions);
}

/** What leads to a version; the number of the commit that would be needed and is gone, if one is. */
export function segmentFor({ commits, checkpoints }: LogFiles, version: number): LogSegment | { readonly missing: number } {
  const checkpoint = checkpoints.findLast((candidate) => candidate.version <= version);
  const needed: ListedObject[] = [];
  for (let next = checkpoint === undefined ? 0 : checkpoint.version + 1; next <= version; next += 1) {
    const commit = commits.get(next);
    if (commit === undefined) return { missing: next };
    needed.push(commit);
  }
  return { version, checkpoint, commits: needed };
}
