import { createRandom } from './random.js';

/** One generated record, as values; amounts are in cents so that sums in JavaScript are exact. */
export interface CsvRecord {
  /** The row's number, from 1. */
  readonly id: number;
  readonly name: string;
  readonly category: string;
  readonly amountCents: number;
  readonly quantity: number;
  /** ISO 8601. */
  readonly day: string;
  readonly note: string;
}

export const CSV_HEADER = 'id,name,category,amount,quantity,day,note\n';
/** The mean length of a row; with the header it gives the size of a file. */
export const CSV_ROW_BYTES = 112;

const NAMES = ['Ada Lovelace', 'Grace Hopper', 'Renée Müller', 'Ólafur Þór', 'Łucja Żak', '山田 太郎', "Sinéad O'Brien", 'Ana Souza'];
const CATEGORIES = ['books', 'garden', 'kitchen', 'music', 'office', 'sports', 'toys'];
const FILLER = 'left with a neighbour after the second attempt because nobody was at home that morning and '.repeat(3);
/** What makes a note hard to read: separators, quotes, line breaks and characters beyond ASCII and beyond 16 bits. */
const ODDITIES = ['red, green; ', 'says "hello" ', 'line one\nline two ', 'crème brûlée 🚚 ', '"quoted", then\r\n'];
/** The days of 2020 to 2024. */
const DAYS = Array.from({ length: 1_827 }, (_, day) => new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10));
/** Rows vary in length by their ends' distance from a regular grid. */
const MAX_JITTER = 24;

/**
 * Where row `index` ends: on a grid of `CSV_ROW_BYTES`, give or take its own jitter. Notes are filled up to there, so that
 * any row can be made without those before it.
 */
export const rowEnd = (seed: number, index: number): number =>
  index < 0 ? CSV_HEADER.length : CSV_HEADER.length + (index + 1) * CSV_ROW_BYTES + createRandom(seed, index)(MAX_JITTER);

/** The row that holds a byte, or one before it. */
export const rowAt = (byte: number): number => Math.max(0, Math.floor((byte - CSV_HEADER.length - MAX_JITTER) / CSV_ROW_BYTES));

/** Row `index`, counted from 0: the same for the same seed, whatever was asked before. */
export const csvRecord = (seed: number, index: number): CsvRecord => csvRow(seed, index).record;

/** The record and the line of CSV, with its line break, that stands for it. Only notes ever need quotes. */
export function csvRow(seed: number, index: number): { record: CsvRecord; line: string } {
  const random = createRandom(seed, index);
  const length = CSV_ROW_BYTES + random(MAX_JITTER) - (index === 0 ? 0 : createRandom(seed, index - 1)(MAX_JITTER));
  const fields = {
    id: index + 1,
    name: pick(NAMES, random),
    category: pick(CATEGORIES, random),
    amountCents: random(1_000_000) - 50_000,
    quantity: random(100) + 1,
    day: pick(DAYS, random),
  };
  const start = `${fields.id},${fields.name},${fields.category},${decimal(fields.amountCents)},${fields.quantity},${fields.day},`;
  const oddity = random(8) === 0 ? pick(ODDITIES, random) : '';
  const fillerStart = random(40);
  const room = length - Buffer.byteLength(`${start}${quote(oddity)}\n`);
  const note = oddity + FILLER.slice(fillerStart, fillerStart + room);
  return { record: { ...fields, note }, line: `${start}${quote(note)}\n` };
}

function decimal(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const pick = (values: readonly string[], random: (bound: number) => number): string => values[random(values.length)] ?? '';
