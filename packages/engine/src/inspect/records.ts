import { LineScanner } from './line-scanner.js';
import { closingQuote, INCOMPLETE, NOT_QUOTED, skipBlanks, unescapeField } from './quoted-field.js';
import type { Dialect } from './reading.js';

/** One record as it stands in the file; header records come out like any other. */
export interface CsvRecord {
  readonly fields: string[];
  /** Per field: it stood in quotes, so an empty one is an empty text and not a missing value. */
  readonly quoted: readonly boolean[];
  /** The physical line it starts on, counted from 1. */
  readonly line: number;
}

/** What of a dialect decides where records and fields end. */
export type RecordSyntax = Omit<Dialect, 'headerRecords'>;

/**
 * Reads records from text that arrives in pieces; where the pieces are cut never changes the records.
 * Blank lines are no records. Broken quotes never lose text: see `closingQuote`.
 */
export class RecordParser {
  /** Some line, or record of several, ended in CRLF. */
  passedCrlf = false;
  private readonly lines: LineScanner;
  private position = 0;
  private line = 1;
  private linesToSkip: number;
  /** A shorter window has been tried in vain: keeps a long record in many pieces linear. */
  private retryLength = 0;

  constructor(private readonly syntax: RecordSyntax) {
    this.lines = new LineScanner(syntax);
    this.linesToSkip = syntax.skipLines;
  }

  /** The records that `text` completes. */
  push(text: string): CsvRecord[] {
    this.lines.setText(this.lines.text.slice(this.position) + text, false);
    this.position = 0;
    return this.lines.text.length < this.retryLength ? [] : this.readAll();
  }

  /** The records left when the text has ended. */
  end(): CsvRecord[] {
    this.lines.setText(this.lines.text, true);
    return this.readAll();
  }

  private readAll(): CsvRecord[] {
    const records: CsvRecord[] = [];
    this.retryLength = 0;
    while (this.position < this.lines.text.length) {
      const next = this.readLine(records);
      if (next === INCOMPLETE) {
        this.retryLength = 2 * (this.lines.text.length - this.position);
        break;
      }
      if (this.lines.text[this.lines.end] === '\r') this.passedCrlf ||= this.lines.text[this.lines.end + 1] === '\n';
      this.position = next;
    }
    return records;
  }

  /** Reads a record, or passes over a line that is none; returns where the next one starts. */
  private readLine(records: CsvRecord[]): number {
    const { lines, position, syntax } = this;
    if (!lines.find(position)) return INCOMPLETE;
    if (this.linesToSkip > 0) {
      this.linesToSkip--;
    } else if (!this.isBlankLine() && !(syntax.comment !== '' && lines.text.startsWith(syntax.comment, position))) {
      if (lines.hasQuote(position)) return this.readQuotedRecord(records);
      const fields = splitLine(lines.text.slice(position, lines.end), syntax);
      records.push({ fields, quoted: noneQuoted(fields.length), line: this.line });
    }
    this.line++;
    return lines.next;
  }

  private isBlankLine(): boolean {
    return skipBlanks(this.lines.text, this.position, this.syntax.delimiter) >= this.lines.end;
  }

  private readQuotedRecord(records: CsvRecord[]): number {
    const { text } = this.lines;
    const firstLineEnd = this.lines.next;
    const record = { fields: [] as string[], quoted: [] as boolean[], line: this.line };
    let end = this.readField(this.syntax.blanks === 'run' ? skipRun(text, this.position) : this.position, record);
    for (let next = this.nextField(end); next !== undefined; next = this.nextField(end)) end = this.readField(next, record);
    if (end === INCOMPLETE || !this.lines.find(end)) return INCOMPLETE;
    const { next } = this.lines;
    this.line += next === firstLineEnd ? 1 : this.countLines(next);
    records.push(record);
    return next;
  }

  /** Where the field behind a delimiter starts; undefined when no delimiter stands at `end`. */
  private nextField(end: number): number | undefined {
    const { delimiter, blanks } = this.syntax;
    const { text } = this.lines;
    if (end === INCOMPLETE || !text.startsWith(delimiter, end)) return undefined;
    const next = end + delimiter.length;
    if (blanks === 'padding') return text[next] === ' ' ? next + 1 : next;
    return blanks === 'run' ? this.behindRun(next) : next;
  }

  /** Blanks at the end of a line separate nothing. */
  private behindRun(from: number): number | undefined {
    const next = skipRun(this.lines.text, from);
    return this.lines.find(from) && next >= this.lines.end ? undefined : next;
  }

  /** Appends the field that starts at `start`; returns where it ends. */
  private readField(start: number, record: { readonly fields: string[]; readonly quoted: boolean[] }): number {
    const { lines, syntax } = this;
    const open = skipBlanks(lines.text, start, syntax.delimiter);
    const close =
      lines.text[open] === syntax.quote ? closingQuote(lines.text, open, syntax, lines.final) : NOT_QUOTED;
    if (close === INCOMPLETE) return INCOMPLETE;
    record.quoted.push(close !== NOT_QUOTED);
    if (close !== NOT_QUOTED) {
      record.fields.push(unescapeField(lines.text.slice(open + 1, close), syntax));
      return skipBlanks(lines.text, close + 1, syntax.delimiter);
    }
    if (!lines.find(start)) return INCOMPLETE;
    const rest = lines.text.slice(start, lines.end);
    const length = rest.indexOf(syntax.delimiter);
    record.fields.push(length === -1 ? rest : rest.slice(0, length));
    return length === -1 ? lines.end : start + length;
  }

  private countLines(next: number): number {
    let count = 0;
    const counter = new LineScanner(this.syntax);
    counter.setText(this.lines.text.slice(this.position, next), true);
    for (let at = 0; at < counter.text.length; at = counter.next) {
      counter.find(at);
      count++;
    }
    return count;
  }
}

const NONE_QUOTED: (readonly boolean[])[] = [];

/** The same for every record of a width: most records have no quotes. */
const noneQuoted = (width: number): readonly boolean[] => (NONE_QUOTED[width] ??= Array<boolean>(width).fill(false));

/** The fields of a line without quotes. */
function splitLine(line: string, { delimiter, blanks }: RecordSyntax): string[] {
  if (blanks === 'run') return line.trim().split(/ +/);
  const fields = line.split(delimiter);
  return blanks === 'padding' ? fields.map((field, index) => (index > 0 && field.startsWith(' ') ? field.slice(1) : field)) : fields;
}

function skipRun(text: string, at: number): number {
  while (text[at] === ' ') at++;
  return at;
}

/** The records of decoded chunks, as each chunk completes them: a batch a chunk, empty where none ends, and the rest. */
export async function* streamRecords(chunks: AsyncIterable<Uint8Array>, syntax: RecordSyntax): AsyncGenerator<{ readonly records: readonly CsvRecord[]; readonly bytes: number }> {
  const parser = new RecordParser(syntax);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of chunks) yield { records: parser.push(decoder.decode(chunk, { stream: true })), bytes: chunk.length };
  const last = parser.push(decoder.decode());
  yield { records: [...last, ...parser.end()], bytes: 0 };
}

/** The records of a whole text, at most `limit` of them. */
export function* parseRecords(text: string, syntax: RecordSyntax, limit = Infinity): Generator<CsvRecord> {
  const parser = new RecordParser(syntax);
  let count = 0;
  for (let at = 0; at <= text.length; at += CHUNK) {
    const records = parser.push(text.slice(at, at + CHUNK));
    if (at + CHUNK > text.length) records.push(...parser.end());
    for (const record of records) {
      if (count++ >= limit) return;
      yield record;
    }
  }
}

/** Characters parsed before the first record is handed out: who asks for a few waits for no more. */
const CHUNK = 16 * 1024;
