import type { Term } from '../term.js';
import { ARITHMETIC } from './arithmetic.js';
import { DATES } from './dates.js';
import { PATTERNS } from './patterns.js';
import { signatureOf, spelled, type Call, type Rules } from './rule.js';
import { TEXTS } from './texts.js';

const ALL: Rules = new Map([...ARITHMETIC, ...TEXTS, ...PATTERNS, ...DATES]);

/** A call that is on the list with these types; any other is refused, and drafted under its own name. */
export function translateCall(call: Call): Term {
  const texts = call.args.map(({ sql }) => sql);
  const rule = ALL.get(signatureOf(call)) ?? ALL.get(`${call.name}(…)`);
  const rendered = rule?.(texts, call) ?? { refused: 'is not proven equal' };
  if (typeof rendered === 'string') return { sql: rendered, type: call.type };
  if ('sql' in rendered) return rendered;
  call.refusals.refuse(`${spelled(call)} ${rendered.refused}`);
  return { sql: draft(call.name, texts), type: call.type };
}

const draft = (name: string, args: readonly string[]): string =>
  /^\w+$/.test(name) ? `${name}(${args.join(', ')})` : args.length === 2 ? `(${args.join(` ${name} `)})` : `(${name} ${args.join(' ')})`;
