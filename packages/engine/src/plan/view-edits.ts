import { quoteIdentifier } from '../database/quote.js';
import { EngineError } from '../errors.js';
import { foldCase } from './fold-case.js';
import { SOURCE_CALLS, sourceCall } from './source-call.js';
import type { Edit } from './splice.js';
import { isSignificant, tokenize, type Token } from './sql-tokens.js';
import type { TableRef } from './table-refs.js';
import type { ViewNames } from './view-names.js';
import { matchBrackets, type Brackets } from './with-clauses.js';

/** What must change in the text for every reference to mean its view; nothing where the name is the view's already. */
export function viewEdits(sql: string, refs: readonly TableRef[], names: ViewNames): Edit[] {
  const tokens = tokenize(sql).filter(isSignificant);
  const text: TokenizedText = { tokens, brackets: matchBrackets(tokens), at: new Map(tokens.map(({ byteStart }, i) => [byteStart, i])) };
  return refs.flatMap((ref) => viewEdit(ref, text, names) ?? []);
}

interface TokenizedText {
  readonly tokens: readonly Token[];
  readonly brackets: Brackets;
  /** Tokens by their byte offset. */
  readonly at: ReadonlyMap<number, number>;
}

function viewEdit(ref: TableRef, { tokens, brackets, at }: TokenizedText, names: ViewNames): Edit | undefined {
  if (ref.kind === 'alias') {
    names.alias(ref.name);
    return undefined;
  }
  const first = at.get(ref.byteOffset) ?? -1;
  if (ref.kind === 'path') {
    const { viewName } = names.source(ref.name, { uris: [ref.name], options: {} });
    if (viewName === ref.name && ref.impliedAlias === undefined) return undefined;
    return nameOf(tokens[first]) === ref.name ? edit(tokens[first], tokens[first], viewName, ref.impliedAlias) : notFound();
  }
  if (ref.kind === 'catalog') {
    const { viewName } = names.source(ref.names.join('.'), { catalogName: ref.names, options: {} });
    const parts = ref.names.map((_, i) => tokens[first + 2 * i]);
    const isWhole = parts.every((part, i) => nameOf(part) === ref.names[i] && (i === 0 || tokens[first + 2 * i - 1]?.text === '.'));
    return isWhole ? edit(parts[0], parts.at(-1), viewName, ref.impliedAlias) : notFound();
  }
  const { name, ...source } = sourceCall(ref.node);
  const { viewName } = names.source(`${name}(${source.uris.join(', ')})`, source);
  const bracket = callBracket(tokens, first);
  return edit(tokens[first], tokens[brackets.partner.get(bracket) ?? -1], viewName, ref.impliedAlias);
}

/** Where the arguments begin of the `read_csv` or `system.main.read_csv` at a token; -1 if that is something else. */
function callBracket(tokens: readonly Token[], first: number): number {
  let last = first;
  while (tokens[last + 1]?.text === '.') last += 2;
  return SOURCE_CALLS.some((name) => name === foldCase(nameOf(tokens[last]))) ? last + 1 : -1;
}

/** What a bare or quoted name, or a text that stands for one, says. */
function nameOf(token: Token | undefined): string {
  if (token === undefined || token.kind === 'word') return token?.text ?? '';
  const quote = token.text.slice(-1);
  return token.text.slice(1, -1).replaceAll(quote + quote, quote);
}

function edit(from: Token | undefined, to: Token | undefined, viewName: string, alias: string | undefined): Edit {
  if (from === undefined || to === undefined) return notFound();
  const as = alias === undefined ? '' : ` AS ${quoteIdentifier(alias)}`;
  return { start: from.start, end: to.end, text: quoteIdentifier(viewName) + as };
}

/** DuckDB drops wide blanks within E-strings, for one; then its offsets are not those of the text. */
export function notFound(): never {
  throw new EngineError('SQL_REFUSED', 'A source of the query cannot be found in its text', {
    hint: "Write the file's name in plain quotes, and no E-strings.",
  });
}
