const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const FULL_MONTHS = [
  'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december',
];

const PARTS: Readonly<Record<string, string>> = {
  '%d': '(?<day>\\d{1,2})',
  '%m': '(?<month>\\d{1,2})',
  '%b': '(?<monthName>[A-Za-z]{3})',
  '%B': '(?<fullMonthName>[A-Za-z]{3,9})',
  '%Y': '(?<year>\\d{4})',
  '%H': '(?:[01]?\\d|2[0-3])',
  '%I': '(?:0?[1-9]|1[0-2])',
  '%M': '[0-5]\\d',
  '%S': '[0-5]\\d',
  '%f': '\\d{1,6}',
  '%p': '(?:[AaPp][Mm])',
};

const DATES = [
  '%Y-%m-%d', '%Y/%m/%d', '%Y.%m.%d', '%d/%m/%Y', '%m/%d/%Y', '%d-%m-%Y', '%m-%d-%Y', '%d.%m.%Y',
  '%d-%b-%Y', '%d %b %Y', '%d/%b/%Y', '%d-%B-%Y', '%d %B %Y', '%b %d, %Y', '%B %d, %Y', '%b %d %Y', '%Y-%b-%d',
];
const TIMES = ['%H:%M:%S', '%H:%M', '%H:%M:%S.%f', '%I:%M:%S %p', '%I:%M %p', '%I:%M:%S%p', '%I:%M%p'];

/** A way of writing dates or timestamps. */
export interface DateFormat {
  /** As strptime spells it. */
  readonly format: string;
  readonly hasTime: boolean;
  readonly pattern: RegExp;
}

function dateFormat(format: string, hasTime: boolean): DateFormat {
  const source = format.replace(/[.]/g, '\\.').replace(/%[a-zA-Z]/g, (part) => PARTS[part] ?? part);
  return { format, hasTime, pattern: new RegExp(`^${source}$`) };
}

/** Made when the first value may be a date. */
let formats: readonly DateFormat[] | undefined;

const makeFormats = (): DateFormat[] => DATES.flatMap((date) => [
  dateFormat(date, false),
  ...TIMES.map((time) => dateFormat(`${date} ${time}`, true)),
  ...TIMES.slice(0, 3).map((time) => dateFormat(`${date}T${time}`, true)),
]);

const HAS_YEAR = /\d{4}/;

/** The formats in which every value is a date that exists. More than one means the values do not decide. */
export function dateFormats(values: readonly string[]): DateFormat[] {
  // Every format has a year of four digits, which most texts have not.
  if (!values.every((value) => HAS_YEAR.test(value))) return [];
  return (formats ??= makeFormats()).filter((format) => values.every((value) => isDate(value, format)));
}

function isDate(value: string, { pattern }: DateFormat): boolean {
  const parts = pattern.exec(value)?.groups;
  if (parts === undefined) return false;
  const month =
    parts.month !== undefined
      ? Number(parts.month)
      : 1 + (parts.monthName !== undefined
          ? MONTHS.indexOf(parts.monthName.toLowerCase())
          : FULL_MONTHS.indexOf((parts.fullMonthName ?? '').toLowerCase()));
  return isCalendarDay(Number(parts.year), month, Number(parts.day));
}

/** The day exists in the Gregorian calendar. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}
