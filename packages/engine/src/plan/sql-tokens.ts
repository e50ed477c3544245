type TokenKind = 'space' | 'comment' | 'string' | 'quoted' | 'word' | 'number' | 'parameter' | 'symbol';

/** A piece of SQL text. Every character belongs to exactly one. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Offset in UTF-16 units, as JavaScript counts. */
  readonly start: number;
  readonly end: number;
  /** Offset in UTF-8 bytes, as DuckDB's parser counts. */
  readonly byteStart: number;
}

/** What DuckDB takes for a blank outside ASCII. */
const WIDE_SPACE = '\\u00a0\\u2000-\\u200b\\u202f\\u205f\\u2060\\u3000\\ufeff';
const NAME_START = 'A-Za-z_\\u0080-\\uffff';

/** In this order: the first that matches is the token. What starts a quotation and does not end runs to the end of the text. */
const RULES: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', new RegExp(`[ \\t\\n\\r\\f\\v${WIDE_SPACE}]+`, 'y')],
  ['comment', /--[^\n\r]*/y],
  ['string', /[eE]'[^'\\]*(?:(?:\\[^]|'')[^'\\]*)*(?:'|\\?$)/y],
  ['string', /[xXbBnN]?'[^']*(?:''[^']*)*(?:'|$)/y],
  ['string', /\$((?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[^]*?(?:\$\1\$|$)/y],
  ['quoted', /"[^"]*(?:""[^"]*)*(?:"|$)/y],
  ['parameter', new RegExp(`\\$[\\w\\u0080-\\uffff]+|\\?\\d*`, 'y')],
  ['number', /0[xX][\dA-Fa-f_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y],
  ['word', new RegExp(`(?![${WIDE_SPACE}])[${NAME_START}](?:(?![${WIDE_SPACE}])[\\w$\\u0080-\\uffff])*`, 'y')],
  ['symbol', /[^]/y],
];

/**
 * Splits SQL as DuckDB's scanner does; operators come one character at a time. It serves to cut and paste text whose
 * place the syntax tree tells. Whatever comes of it is parsed and judged by DuckDB's own parser again.
 */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  let byteStart = 0;
  while (start < sql.length) {
    const [kind, end] = sql.startsWith('/*', start) ? (['comment', endOfBlock(sql, start)] as const) : match(sql, start);
    const text = sql.slice(start, end);
    tokens.push({ kind, text, start, end, byteStart });
    start = end;
    byteStart += Buffer.byteLength(text);
  }
  return tokens;
}

function match(sql: string, at: number): readonly [TokenKind, number] {
  for (const [kind, rule] of RULES) {
    rule.lastIndex = at;
    if (rule.test(sql)) return [kind, rule.lastIndex];
  }
  return ['symbol', at + 1];
}

/** Block comments nest. */
function endOfBlock(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(sql); found !== null; found = mark.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

/** Neither blank nor comment. */
export const isSignificant = ({ kind }: Token): boolean => kind !== 'space' && kind !== 'comment';

/** Whether a token is that bare keyword, in any case. */
export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.text.toUpperCase());
