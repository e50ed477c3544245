import type { Scope } from '../database/database.js';
import type { CollectedRows } from '../result/row-basket.js';
import { boundSelect, createViewSql, type BoundPart, type BoundTable } from './bind-tables.js';
import type { PartHead } from './part-head.js';
import type { Preview } from './preview-bytes.js';
import { withFeeds } from './with-feeds.js';

export type OpenHead = (part: BoundPart, bytes: number) => Promise<PartHead>;

/** The beginning held fewer rows than the question shows: it is to be asked of the whole. */
export class HeadTooShort extends Error {
  override readonly name = 'HeadTooShort';
}

export interface PreviewTools {
  readonly openHead: OpenHead;
  readonly run: () => Promise<CollectedRows>;
}

/**
 * Answers a preview from the beginning of its part alone.
 * @throws HeadTooShort
 */
export async function runPreview(scope: Scope, tables: readonly BoundTable[], { use, rows, bytes }: Preview, { openHead, run }: PreviewTools): Promise<CollectedRows> {
  const head = await openHead(use.part, bytes);
  try {
    for (const table of tables.filter(({ parts }) => parts.includes(use.part))) {
      await scope.execute(createViewSql(table, (part) => boundSelect(part === use.part ? head.part : part)));
    }
    const found = await withFeeds([head.part], run);
    if (head.isCut() && !isEnough(found, rows)) throw new HeadTooShort();
    return found;
  } finally {
    await head.part.feed?.[Symbol.asyncDispose]();
  }
}

/** An answer that its own limits cut would be cut there whatever follows. */
const isEnough = ({ rowCount, truncation }: CollectedRows, rows: number): boolean =>
  truncation?.reason === 'bytes' || rowCount + (truncation?.reason === 'rows' ? 1 : 0) >= rows;
