import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const REAL = ['airports.csv', 'birdstrikes.csv', 'flights-airport.csv', 'seattle-weather.csv'];

/** The real files, and some made of them or like them. */
export function makeFiles(fixtures: string, folder: string): void {
  for (const name of REAL) copyFileSync(join(fixtures, name), join(folder, name));
  const [header = '', first = '', second = '', third = '', ...rest] = readFileSync(join(fixtures, 'airports.csv'), 'utf8').split('\n');
  const moved = [second, third].map((line) => line.replace(/[^,]+$/, '-1.5'));
  writeFileSync(join(folder, 'airports-new.csv'), [header, ...moved, first.replace(/^[^,]+/, 'ZZ9'), ...rest].join('\n'));
  const readings = (count: number): string => Array.from({ length: count }, (_, i) => `${i},${i % 7}\n`).join('');
  writeFileSync(join(folder, 'readings.csv'), `id,value\n${readings(30_000)}7,1,surplus\n${readings(30_000)}`);
  writeFileSync(join(folder, 'sales-2026-01.csv'), 'day,amount\n2026-01-05,10\n2026-01-09,20\n');
  writeFileSync(join(folder, 'sales-2026-02.csv'), 'day,amount\n2026-02-05,30\n');
  writeFileSync(join(folder, 'sales-2026-03.csv'), 'day,amount,shop\n2026-03-05,40,a\n2026-03-07,50,b\n');
}
