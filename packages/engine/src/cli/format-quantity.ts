const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Decimal units and three digits, as disks and clouds count: `1.23 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 would be shown as 1000 of its unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(value) : threeDigits(value)} ${UNITS[unit] ?? ''}`;
}

/** `<1 ms`, `12 ms`, `2.35 s`, `3 min 5 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return '<1 ms';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${threeDigits(ms / 1000)} s`;
  return formatWholeSeconds(ms);
}

/** For a time that changes while one looks at it: `8 s`, `3 min 5 s`, `2 h 5 min`. */
export function formatWholeSeconds(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 object`, `1,200 objects`. */
export const formatCount = (n: number, noun: string): string => `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`;

/** Not by `toLocaleString`, which first loads a language: 4 ms of a cold start. */
const grouped = (n: number): string => String(n).replaceAll(/\B(?=(\d{3})+$)/g, ',');

const threeDigits = (value: number): string => value.toPrecision(3);
