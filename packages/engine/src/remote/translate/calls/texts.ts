import { toBigint } from '../cast.js';
import { inCase } from './letters.js';
import { sparkText, sparkTrim } from '../spark-text.js';
import { rules, textAt, wholeAt, type Rule } from './rule.js';

const called = (name: string): Rule => (args) => `${name}(${args.join(', ')})`;

const cased = (name: 'upper' | 'lower'): Rule => ([x = '']) => inCase(name, x);

/** From a place that counts from 1 on; at 0 and below the engines differ. */
const part: Rule = ([x = ''], call) => {
  const [start, length] = [wholeAt(call, 1), wholeAt(call, 2)];
  if (start === undefined || start < 1) return { refused: 'is translated for a constant start from 1 on only' };
  if (call.args.length === 2) return `substring(${x}, ${start})`;
  return length === undefined || length < 0 ? { refused: 'is translated for a constant length from 0 on only' } : `substring(${x}, ${start}, ${length})`;
};

const end = (render: (x: string, count: number) => string): Rule => ([x = ''], call) => {
  const count = wholeAt(call, 1);
  return count === undefined || count < 0 ? { refused: 'is translated for a constant count from 0 on only' } : render(x, count);
};

const trimmed = (side: 'BOTH' | 'LEADING' | 'TRAILING'): Rule => ([x = '', characters], call) =>
  characters === undefined ? sparkTrim(x, side) : (textAt(call, 1) ?? '') === '' ? { refused: 'is translated for constant characters only' } : `trim(${side} ${characters} FROM ${x})`;

/** What `split_part` is in DuckDB: the list, then the place in it. */
const split: Rule = ([x = ''], call) => {
  const separator = textAt(call, 1) ?? '';
  if (separator === '' || separator.includes('\\E')) return { refused: 'is translated for a constant separator only' };
  return `split(${x}, ${sparkText(`\\Q${separator}\\E`)}, -1)`;
};

const element: Rule = ([list = ''], call) => {
  const place = wholeAt(call, 1);
  return place === undefined || place < 1 || !list.startsWith('split(') ? { refused: 'is translated for a constant place from 1 on in a split text only' } : `get(${list}, ${place - 1})`;
};

/** DuckDB's function, unlike its operator, passes over NULLs. */
const concatenated: Rule = (args, { args: terms }) =>
  terms.every(({ type }) => type.id === 'VARCHAR') ? `concat(${args.map((arg) => `coalesce(${arg}, '')`).join(', ')})` : { refused: 'is translated for texts only' };

const joined: Rule = (args, call) =>
  textAt(call, 0) !== undefined && call.args.every(({ type }) => type.id === 'VARCHAR') ? `concat_ws(${args.join(', ')})` : { refused: 'is translated for texts and a constant separator only' };

/** The engines disagree on where an empty text is found. */
const found: Rule = ([x = ''], call) => {
  const sought = textAt(call, 1) ?? '';
  return sought === '' ? { refused: 'is translated for a constant text that is not empty only' } : toBigint(`instr(${x}, ${call.args[1]?.sql ?? ''})`);
};

const replaced: Rule = (args, call) =>
  (textAt(call, 1) ?? '') === '' ? { refused: 'is translated for a constant text that is not empty only' } : `replace(${args.join(', ')})`;

const TWO_TEXTS = '(VARCHAR, VARCHAR)';

export const TEXTS = rules([
  [`||${TWO_TEXTS}`, ([a = '', b = '']) => `(${a} || ${b})`],
  ['concat(…)', concatenated],
  ['concat_ws(…)', joined],
  ['lower(VARCHAR) | lcase(VARCHAR)', cased('lower')],
  ['upper(VARCHAR) | ucase(VARCHAR)', cased('upper')],
  ['length(VARCHAR) | len(VARCHAR) | char_length(VARCHAR) | character_length(VARCHAR)', ([x = '']) => toBigint(`char_length(${x})`)],
  ['strlen(VARCHAR)', ([x = '']) => toBigint(`octet_length(${x})`)],
  ['substring(VARCHAR, BIGINT) | substr(VARCHAR, BIGINT) | substring(VARCHAR, BIGINT, BIGINT) | substr(VARCHAR, BIGINT, BIGINT)', part],
  ['left(VARCHAR, BIGINT)', end((x, count) => `substring(${x}, 1, ${count})`)],
  ['right(VARCHAR, BIGINT)', end((x, count) => (count === 0 ? `substring(${x}, 1, 0)` : `right(${x}, ${count})`))],
  ['trim(VARCHAR) | trim(VARCHAR, VARCHAR)', trimmed('BOTH')],
  ['ltrim(VARCHAR) | ltrim(VARCHAR, VARCHAR)', trimmed('LEADING')],
  ['rtrim(VARCHAR) | rtrim(VARCHAR, VARCHAR)', trimmed('TRAILING')],
  ['replace(VARCHAR, VARCHAR, VARCHAR)', replaced],
  ['string_split(VARCHAR, VARCHAR) | str_split(VARCHAR, VARCHAR) | split(VARCHAR, VARCHAR) | string_to_array(VARCHAR, VARCHAR)', split],
  ['array_extract(LIST with details, BIGINT)', element],
  [`contains${TWO_TEXTS}`, called('contains')],
  [`starts_with${TWO_TEXTS} | prefix${TWO_TEXTS} | ^@${TWO_TEXTS}`, called('startswith')],
  [`ends_with${TWO_TEXTS} | suffix${TWO_TEXTS}`, called('endswith')],
  [`instr${TWO_TEXTS} | strpos${TWO_TEXTS} | position${TWO_TEXTS}`, found],
  ['md5(VARCHAR)', ([x = '']) => `md5(CAST(${x} AS BINARY))`],
  ['sha256(VARCHAR)', ([x = '']) => `sha2(CAST(${x} AS BINARY), 256)`],
]);
