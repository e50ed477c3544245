import type { Dialect } from './reading.js';

/** Remembers where a needle was found, so that looking for it again and again scans a text only once. */
class Occurrence {
  private found = -1;

  constructor(private readonly needle: string) {}

  reset(): void {
    this.found = -1;
  }

  /** The first index at or after `from`, or `Infinity`. */
  from(text: string, from: number): number {
    if (this.found < from) {
      const index = text.indexOf(this.needle, from);
      this.found = index === -1 ? Infinity : index;
    }
    return this.found;
  }
}

/** Finds physical lines, and quotes in them, in a window of text that grows. */
export class LineScanner {
  text = '';
  /** No text follows: the last line need not end in a newline. */
  final = false;
  /** Where the line last found ends, without its newline. */
  end = 0;
  /** Where the line after it starts. */
  next = 0;
  private readonly lineFeeds: Occurrence;
  private readonly carriageReturns = new Occurrence('\r');
  private readonly quotes: Occurrence;

  constructor(private readonly syntax: Pick<Dialect, 'newline' | 'quote'>) {
    this.lineFeeds = new Occurrence(syntax.newline === '\r\n' ? '\r\n' : '\n');
    this.quotes = new Occurrence(syntax.quote);
  }

  setText(text: string, final: boolean): void {
    this.text = text;
    this.final = final;
    this.lineFeeds.reset();
    this.carriageReturns.reset();
    this.quotes.reset();
  }

  /** Sets `end` and `next` for the line that holds `position`; false when its end has not arrived yet. */
  find(position: number): boolean {
    const { text } = this;
    const { newline } = this.syntax;
    const lineFeed = newline === '\r' ? Infinity : this.lineFeeds.from(text, position);
    const carriageReturn = newline === '\r' || newline === 'mixed' ? this.carriageReturns.from(text, position) : Infinity;
    this.end = Math.min(lineFeed, carriageReturn, text.length);
    if (this.end === text.length) {
      this.next = text.length;
      return this.final;
    }
    this.next = this.end + (newline === '\r\n' ? 2 : 1);
    if (newline === 'mixed' && this.end === carriageReturn) {
      if (this.next === text.length && !this.final) return false;
      if (text[this.next] === '\n') this.next++;
    } else if (newline === '\n' && this.end > position && text[this.end - 1] === '\r') {
      this.end--;
    }
    return true;
  }

  /** A quote stands in the line last found, at or after `position`. */
  hasQuote(position: number): boolean {
    return this.syntax.quote !== '' && this.quotes.from(this.text, position) < this.end;
  }
}
