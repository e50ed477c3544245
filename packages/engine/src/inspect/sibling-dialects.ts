import { detectNewline } from './detect-newline.js';
import type { Dialect, Reading, TextSample } from './reading.js';
import { parseRecords, type CsvRecord } from './records.js';

/** A dialect that suits a sample beyond doubt, and the records it makes of the head. */
export interface SuitedDialect {
  readonly dialect: Dialect;
  readonly records: CsvRecord[];
  readonly warnings: readonly never[];
}

/**
 * Dialects of the files of one table, by their first lines. Hundreds of files are nearly always written alike, and
 * finding the same dialect in each of them anew costs more than to read them.
 */
export class SiblingDialects {
  readonly #byFirstLine = new Map<string, Dialect>();

  /** @param files how many files the table has */
  constructor(readonly files: number) {}

  /** The dialect of an earlier file with the same first line; undefined unless every record of this sample suits it too. */
  find(sample: TextSample): SuitedDialect | undefined {
    const known = this.#byFirstLine.get(firstLine(sample.head));
    const texts = [sample.head, ...sample.pieces];
    if (known === undefined || texts.some((text) => text.includes('\\'))) return undefined;
    const dialect = { ...known, newline: detectNewline(texts, known) };
    const records = [...parseRecords(sample.head, dialect)];
    const width = records[0]?.fields.length;
    return records.every(({ fields }) => fields.length === width) ? { dialect, records, warnings: [] } : undefined;
  }

  /** Keeps what leaves no doubt: names over records that are all as wide, and nothing above or between them. */
  remember({ head }: TextSample, { dialect, ragged, warnings }: Reading): void {
    const { headerRecords, skipLines, comment, escape, quote } = dialect;
    const isPlain = headerRecords === 1 && skipLines === 0 && comment === '' && escape === quote && dialect.blanks === undefined;
    const isDoubtful = ragged || warnings.some(({ code }) => code === 'AMBIGUOUS_DIALECT');
    if (isPlain && !isDoubtful) this.#byFirstLine.set(firstLine(head), dialect);
  }
}

const firstLine = (text: string): string => /^[^\r\n]*/.exec(text)?.[0] ?? '';
