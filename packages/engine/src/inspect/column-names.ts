/** Column names made unique the way DuckDB does: `column3` (or `column03` of more than ten) for an empty cell, `a`, `a_1`, `A_2` for repeated ones. */
export function uniqueNames(cells: readonly string[]): string[] {
  const taken = new Map<string, number>();
  const digits = String(cells.length - 1).length;
  return cells.map((raw, index) => {
    // SQL text ends at a NUL.
    const cell = raw.replaceAll('\0', '\uFFFD');
    const base = cell.trim() === '' ? `column${String(index).padStart(digits, '0')}` : cell.trim();
    let name = base;
    while (taken.has(name.toLowerCase())) {
      const key = name === base ? base.toLowerCase() : name.toLowerCase();
      const count = taken.get(key) ?? 1;
      taken.set(key, count + 1);
      name = `${name === base ? base : name}_${count}`;
    }
    taken.set(name.toLowerCase(), 1);
    return name;
  });
}
