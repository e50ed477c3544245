export interface Orders {
  readonly csv: string;
  /** The five cities with the most, and their sums to the cent. */
  readonly totals: readonly (readonly [string, number])[];
}

const CITIES = 40;

/** Of the longest line. */
const LINE_BYTES = 64;

/** A CSV of at most so many bytes and nearly so many, the same each time, and what is to be found in it. */
export function makeOrders(bytes: number): Orders {
  const sums = new Map<string, number>();
  const lines = ['id,city,day,amount'];
  let length = 0;
  let random = 1;
  for (let i = 0; length < bytes - LINE_BYTES; i += 1) {
    random = (random * 48_271) % 2_147_483_647;
    const city = `Town ${random % CITIES}`;
    const cents = random % 99_991;
    const line = `${i},${city},2026-${pad((i % 12) + 1)}-${pad((i % 28) + 1)},${(cents / 100).toFixed(2)}`;
    sums.set(city, (sums.get(city) ?? 0) + cents);
    lines.push(line);
    length += line.length + 1;
  }
  const totals = [...sums].sort(([, a], [, b]) => b - a).slice(0, 5);
  return { csv: `${lines.join('\n')}\n`, totals: totals.map(([city, cents]) => [city, cents / 100] as const) };
}

const pad = (value: number): string => String(value).padStart(2, '0');
