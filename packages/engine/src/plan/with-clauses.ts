import { isWord, type Token } from './sql-tokens.js';

/** Where each token stands among brackets. Positions are indexes of significant tokens. */
export interface Brackets {
  /** How many brackets are open around a token; a bracket itself counts as outside. */
  readonly depth: readonly number[];
  /** The other bracket of a pair. */
  readonly partner: ReadonlyMap<number, number>;
}

export function matchBrackets(tokens: readonly Token[]): Brackets {
  const depth: number[] = [];
  const partner = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach(({ kind, text }, i) => {
    const closes = kind === 'symbol' && /[)\]}]/.test(text);
    const start = closes ? open.pop() : undefined;
    if (start !== undefined) partner.set(start, i).set(i, start);
    depth.push(open.length);
    if (kind === 'symbol' && /[([{]/.test(text)) open.push(i);
  });
  return { depth, partner };
}

/** The expressions of one WITH, from the first name to the last closing bracket; text offsets. */
export interface WithDefinitions {
  readonly recursive: boolean;
  readonly start: number;
  readonly end: number;
}

/** The common table expressions that are complete and in scope at a token, outermost first. */
export function definitionsInScope(tokens: readonly Token[], brackets: Brackets, at: number): WithDefinitions[] {
  const frames: number[] = [];
  for (let i = at - 1; i >= 0; i -= 1) {
    const end = brackets.partner.get(i);
    // An opening bracket whose partner lies beyond `at` encloses it.
    if (/[([{]/.test(tokens[i]?.text ?? '') && tokens[i]?.kind === 'symbol' && (end ?? Infinity) > at) frames.unshift(i + 1);
  }
  return [0, ...frames].flatMap((first) => definitionsBefore(tokens, brackets, first, at) ?? []);
}

/** What the WITH that begins a bracket's content defines before a token. */
function definitionsBefore(tokens: readonly Token[], { depth, partner }: Brackets, first: number, before: number): WithDefinitions | undefined {
  if (!isWord(tokens[first], 'WITH')) return undefined;
  const recursive = isWord(tokens[first + 1], 'RECURSIVE');
  const from = first + (recursive ? 2 : 1);
  let last: number | undefined;
  for (let i = from; i < before; i += 1) {
    if (depth[i] !== depth[first] || tokens[i]?.text !== '(' || !isWord(tokens[i - 1], 'AS', 'MATERIALIZED')) continue;
    const end = partner.get(i) ?? Infinity;
    if (end >= before) break;
    last = end;
    if (tokens[end + 1]?.text !== ',') break;
    i = end;
  }
  const [start, end] = [tokens[from]?.start, last === undefined ? undefined : tokens[last]?.end];
  return start === undefined || end === undefined ? undefined : { recursive, start, end };
}
