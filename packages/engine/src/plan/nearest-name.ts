import { foldCase } from './fold-case.js';

/** The known name that a mistyped one most likely meant, if any is near. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const wanted = foldCase(name).slice(0, MAX_LENGTH);
  let nearest: string | undefined;
  // A third of the letters may differ; more is another word.
  let best = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const edits = editDistance(wanted, foldCase(candidate));
    if (edits < best) [nearest, best] = [candidate, edits];
  }
  return nearest;
}

/** Nobody mistypes a longer name by hand, and the comparison is quadratic. */
const MAX_LENGTH = 100;

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_LENGTH / 3) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? Infinity;
}
