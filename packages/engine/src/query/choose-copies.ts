import type { BoundPart } from './bind-tables.js';
import type { CopyBook } from './copy-book.js';
import { columnsToCopy } from './copy-choice.js';
import { columnForms, copyColumnName } from './copy-names.js';
import type { ChosenCopy, CopyOptions } from './make-copies.js';
import { isRescanned, type ScanPlan } from './scan-plan.js';
import type { UsedPart } from './used-part.js';

export interface ChoiceContext extends Pick<CopyOptions, 'book' | 'maxTempBytes'> {
  readonly scans: ScanPlan;
  /** Of all tables. */
  readonly partCount: number;
}

/** Parts to be copied before the question is answered, of those that it reads. */
export function chooseCopies(read: readonly UsedPart[], context: ChoiceContext): ChosenCopy[] {
  return read.flatMap((use) => chooseCopy(use, context));
}

function chooseCopy({ part, columns: needed }: UsedPart, { book, maxTempBytes, scans, partCount }: ChoiceContext): ChosenCopy[] {
  const isRequired = part.feed !== undefined && isRescanned(part.id, scans, partCount);
  const columns = columnsToCopy({
    needed,
    copied: copiedColumns(part, book),
    columnCount: part.reading.columns.length,
    scannedAgain: isRequired,
    keeps: part.keepable && book.keeps(part.copyKey),
    bytes: part.files.reduce((sum, { expectedBytes }) => sum + expectedBytes, 0),
    maxBytes: Math.min(maxTempBytes, book.store?.maxBytes ?? 0),
    preview: scans.isPreview,
    misses: book.misses(part.copyKey),
  });
  return columns.size === 0 ? [] : [{ part, columns, needed, isRequired }];
}

function copiedColumns({ copyKey, reading, checking }: BoundPart, book: CopyBook): ReadonlySet<number> {
  const copy = book.find(copyKey, checking);
  return new Set(reading.columns.flatMap((column, index) => (columnForms(column).some((form) => copy?.columns.has(copyColumnName(copyKey, index, form))) ? [index] : [])));
}

/** Answered from a copy, or for a dry run, would be. */
export function isCached({ part, columns }: UsedPart, book: CopyBook): boolean {
  if (part.copy !== undefined) return true;
  const copy = part.keepable ? book.find(part.copyKey, part.checking) : undefined;
  if (copy === undefined) return false;
  return [...columns].every((index) => {
    const column = part.reading.columns[index];
    return column !== undefined && copy.columns.has(copyColumnName(part.copyKey, index, column));
  });
}
