import type { Answer } from '@sluice/engine';
import type { AskedQuestion } from './cursor.js';
import type { KeptRows } from './kept-rows.js';

/** An answer without its rows, which are kept more tightly. */
export type AnswerFacts = Pick<Answer, 'columns' | 'sources' | 'types' | 'warnings' | 'bytesRead' | 'road' | 'ms'> & { readonly remote: Answer['remote'] };

/** A result as it was answered, or as much of it as was fetched. */
export interface KeptResult {
  readonly question: AskedQuestion;
  readonly facts: AnswerFacts;
  readonly rows: KeptRows;
  /** `rows` are all rows; otherwise a limit was met. */
  readonly complete: boolean;
  /** Some values are cut, and marked so. */
  readonly cutCells: boolean;
}

interface Entry {
  readonly question: AskedQuestion;
  result: KeptResult | undefined;
}

/** So many questions can be asked again after their rows have gone. */
const MAX_QUESTIONS = 1_000;

/** Results that can be paged through, least recently used first out. The question outlives its rows: it is small. */
export class ResultStore {
  readonly #entries = new Map<string, Entry>();
  readonly #budgetBytes: number;
  #bytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  put(key: string, result: KeptResult): void {
    this.#remove(key);
    this.#entries.set(key, { question: result.question, result });
    this.#bytes += sizeOf(result.question) + result.rows.bytes;
    for (const entry of this.#entries.values()) {
      if (this.#bytes <= this.#budgetBytes) break;
      this.#dropRows(entry);
    }
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#budgetBytes && this.#entries.size <= MAX_QUESTIONS) break;
      this.#remove(oldest);
    }
  }

  find(key: string): Readonly<Entry> | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  #dropRows(entry: Entry): void {
    this.#bytes -= entry.result?.rows.bytes ?? 0;
    entry.result = undefined;
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#dropRows(entry);
    this.#bytes -= sizeOf(entry.question);
    this.#entries.delete(key);
  }
}

const sizeOf = (question: AskedQuestion): number => JSON.stringify(question).length * 2;
