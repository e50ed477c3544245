import type { JsonValue } from '../answer.js';

/** A value's text where a format has no types; nested values are JSON. NULL is the caller's to show. */
export function cellText(value: Exclude<JsonValue, null>): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
