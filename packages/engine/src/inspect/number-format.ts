/** How a column writes its numbers. */
export interface NumberFormat {
  readonly decimalSeparator?: ',';
  readonly thousandsSeparator?: ',' | '.' | ' ' | "'";
}

interface NumberPattern {
  readonly format: NumberFormat;
  readonly grouped: RegExp;
}

const PLAIN = /^-?(?:0|[1-9]\d*)$/;
const PATTERNS: readonly NumberPattern[] = [
  { format: { thousandsSeparator: ',' }, grouped: /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$|^-?(?:0|[1-9]\d{0,2})(?:\.\d+)?$/ },
  { format: { decimalSeparator: ',' }, grouped: /^-?(?:0|[1-9]\d*)(?:,\d+)?$/ },
  { format: { decimalSeparator: ',', thousandsSeparator: '.' }, grouped: /^-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$|^-?(?:0|[1-9]\d{0,2})(?:,\d+)?$/ },
  { format: { thousandsSeparator: ' ' }, grouped: /^-?[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?$|^-?(?:0|[1-9]\d{0,2})(?:\.\d+)?$/ },
  { format: { decimalSeparator: ',', thousandsSeparator: ' ' }, grouped: /^-?[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?$|^-?(?:0|[1-9]\d{0,2})(?:,\d+)?$/ },
  { format: { thousandsSeparator: "'" }, grouped: /^-?[1-9]\d{0,2}(?:'\d{3})+(?:\.\d+)?$|^-?(?:0|[1-9]\d{0,2})(?:\.\d+)?$/ },
];

/** The ways of writing numbers under which every value is one. More than one means the values do not decide. */
export function numberFormats(values: readonly string[]): NumberFormat[] {
  if (values.every((value) => PLAIN.test(value))) return [];
  return PATTERNS.filter(({ format, grouped }) => values.every((value) => grouped.test(value)) && isPlausible(format, values)).map(
    ({ format }) => format,
  );
}

/** Digits are grouped only where a value shows it; points beyond doubt, as `5.555` beside `5,5` may be careless typing. */
function isPlausible({ thousandsSeparator }: NumberFormat, values: readonly string[]): boolean {
  if (thousandsSeparator === undefined) return true;
  if (thousandsSeparator === '.' && values.some((value) => value.includes(','))) return values.some((value) => /\.\d{3}[.,]/.test(value));
  return values.some((value) => value.includes(thousandsSeparator));
}

/** The same number in the way every program reads it. */
export function plainNumber(value: string, { decimalSeparator, thousandsSeparator }: NumberFormat): string {
  const ungrouped = thousandsSeparator === undefined ? value : value.replaceAll(thousandsSeparator, '');
  return decimalSeparator === undefined ? ungrouped : ungrouped.replace(decimalSeparator, '.');
}
