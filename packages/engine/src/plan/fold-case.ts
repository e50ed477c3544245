/** As DuckDB compares identifiers: only the letters A to Z have a lower case. */
export const foldCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
