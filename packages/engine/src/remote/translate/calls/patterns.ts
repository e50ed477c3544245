import { sparkText } from '../spark-text.js';
import { javaPattern } from './java-pattern.js';
import { inCase } from './letters.js';
import { rules, textAt, wholeAt, type Rendering, type Rule } from './rule.js';

/** Spark looks for each half of what takes two units of UTF-16, and finds none. */
const isWithinUnits = (pattern: string): boolean => !/[\u{10000}-\u{10FFFF}]/u.test(pattern);

/** DuckDB's LIKE has no escape unless one is named; Spark's has the backslash. */
const like = (negated: string): Rule => ([x = ''], call) => {
  const pattern = textAt(call, 1);
  return pattern === undefined || !isWithinUnits(pattern) ? { refused: 'is translated for a constant pattern without characters beyond U+FFFF only' } : `(${x} ${negated}LIKE ${sparkText(pattern.replaceAll('\\', '\\\\'))})`;
};

const likeEscaped = (negated: string): Rule => ([x = ''], call) => {
  const pattern = unescaped(textAt(call, 1), textAt(call, 2));
  return pattern === undefined ? { refused: 'is translated for a constant pattern that escapes % and _ only' } : `(${x} ${negated}LIKE ${sparkText(pattern)})`;
};

/** The pattern with backslashes for the escapes; undefined where another character is escaped. */
function unescaped(pattern: string | undefined, escape: string | undefined): string | undefined {
  if (pattern === undefined || !isWithinUnits(pattern) || escape === undefined || !/^[\x20-\x7e]$/.test(escape)) return undefined;
  let text = '';
  const characters = Array.from(pattern);
  for (let i = 0; i < characters.length; i += 1) {
    const character = characters[i] ?? '';
    if (character !== escape) text += character === '\\' ? '\\\\' : character;
    else {
      const next = characters[(i += 1)] ?? '';
      if (!['%', '_', escape].includes(next)) return undefined;
      text += next === '%' || next === '_' || next === '\\' ? `\\${next}` : next;
    }
  }
  return text;
}

const withPattern = (render: (x: string, pattern: string, call: Parameters<Rule>[1]) => Rendering): Rule => ([x = ''], call) => {
  const pattern = javaPattern(textAt(call, 1));
  return pattern === undefined ? { refused: 'is translated for constant patterns of plain parts only, as Java reads others in another way' } : render(x, sparkText(pattern), call);
};

const extracted = withPattern((x, pattern, call) => {
  const group = call.args.length === 2 ? 0 : wholeAt(call, 2);
  const groups = (textAt(call, 1) ?? '').split('(').length - 1;
  // What a group that is repeated holds in the end is told by each engine in its own way.
  return group === undefined || group < 0 || group > groups || /\)[*+?{]/.test(textAt(call, 1) ?? '') ? { refused: 'is translated for a constant group of a pattern without repeated groups only' } : `regexp_extract(${x}, ${pattern}, ${group})`;
});

/** Of letters in ASCII: DuckDB compares texts in lower case. */
const likeInAnyCase = (negated: string): Rule => ([x = ''], call) => {
  const pattern = textAt(call, 1);
  if (pattern === undefined || /[^\x20-\x7e]/.test(pattern)) return { refused: 'is translated for a constant pattern in ASCII only' };
  return `(${inCase('lower', x)} ${negated}LIKE ${sparkText(pattern.toLowerCase().replaceAll('\\', '\\\\'))})`;
};

export const PATTERNS = rules([
  ['~~(VARCHAR, VARCHAR)', like('')],
  ['!~~(VARCHAR, VARCHAR)', like('NOT ')],
  ['~~*(VARCHAR, VARCHAR)', likeInAnyCase('')],
  ['!~~*(VARCHAR, VARCHAR)', likeInAnyCase('NOT ')],
  ['like_escape(VARCHAR, VARCHAR, VARCHAR)', likeEscaped('')],
  ['not_like_escape(VARCHAR, VARCHAR, VARCHAR)', likeEscaped('NOT ')],
  ['regexp_matches(VARCHAR, VARCHAR)', withPattern((x, pattern) => `(${x} RLIKE ${pattern})`)],
  ['regexp_full_match(VARCHAR, VARCHAR)', withPattern((x, pattern) => `(${x} RLIKE concat('\\\\A(?:', ${pattern}, ')\\\\z'))`)],
  ['regexp_extract(VARCHAR, VARCHAR) | regexp_extract(VARCHAR, VARCHAR, INTEGER)', extracted],
]);
