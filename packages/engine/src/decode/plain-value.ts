/** Digits of an integer that any BIGINT holds. */
const BIGINT_DIGITS = 18;

/** What is asked of a column's values, as `assembly/plain-value.ts` has it; `undefined` where it knows no plain form of the type. */
export function plainCheck(type: string): number | undefined {
  const [, width, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (width !== undefined && scale !== undefined) return numberCheck(Number(width) - Number(scale), Number(scale));
  return CHECKS.get(type);
}

const numberCheck = (wholeDigits: number, fractionDigits: number): number => 1 | (wholeDigits << 4) | (fractionDigits << 10);

const CHECKS: ReadonlyMap<string, number> = new Map([
  ['BIGINT', numberCheck(BIGINT_DIGITS, 0)],
  ['DOUBLE', 2],
  ['DATE', 3],
  ['TIMESTAMP', 4],
]);
