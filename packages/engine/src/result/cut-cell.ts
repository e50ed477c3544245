import type { JsonValue } from './answer.js';

/** A cell of at most `maxChars` characters and a visible mark; a nested value that is longer becomes its cut JSON text. */
export function cutCell(value: JsonValue, maxChars: number): JsonValue {
  if (typeof value === 'string') return cutText(value, maxChars);
  if (value === null || typeof value !== 'object') return value;
  const text = JSON.stringify(value);
  return text.length <= maxChars ? value : cutText(text, maxChars);
}

/** The same of a text. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const end = splitsPair(text, maxChars) ? maxChars - 1 : maxChars;
  return `${text.slice(0, end)}…[+${text.length - end} chars]`;
}

const splitsPair = (text: string, at: number): boolean => /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(at - 1, at + 1));
