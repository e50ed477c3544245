/**
 * Reads `a,"b, c",d`: as in CSV, a name in double quotes may hold anything, with `""` for a quote. What stands before
 * `stop` is the list.
 * @throws SyntaxError
 */
export function readUntil(text: string, stop: '=' | ''): { names: string[]; rest: string } {
  const names: string[] = [];
  for (let at = 0; ; ) {
    const { name, end } = readName(text, at, stop);
    names.push(name);
    const next = text.charAt(end);
    if (next === stop) return { names, rest: text.slice(end + 1) };
    if (next !== ',') throw new SyntaxError(next === '' ? `there is no ${stop}` : `unexpected ${JSON.stringify(next)} after ${JSON.stringify(name)}`);
    at = end + 1;
  }
}

export const readNames = (text: string): string[] => readUntil(text, '').names;

const QUOTED = /"((?:[^"]|"")*)"/y;

function readName(text: string, at: number, stop: string): { name: string; end: number } {
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(text);
  if (quoted !== null) return { name: (quoted[1] ?? '').replaceAll('""', '"'), end: QUOTED.lastIndex };
  let end = at;
  while (end < text.length && text.charAt(end) !== ',' && text.charAt(end) !== stop) end += 1;
  if (end === at) throw new SyntaxError('a name is missing');
  return { name: text.slice(at, end), end };
}
