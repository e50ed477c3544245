import type { InspectOptions } from '@sluice/engine';
import { z } from 'zod';

/** What can be said about a file that would otherwise be detected. */
export const readingInput = z
  .strictObject({
    delimiter: z.string().min(1).describe('Field separator, e.g. ";" or "\\t"'),
    quote: z.string().max(1).describe('Quote character, "" for none'),
    escape: z.string().max(1).describe('What stands before a quote inside quotes'),
    comment: z.string().describe('Lines that begin so are no records'),
    skip: z.number().int().min(0).describe('Lines before the header'),
    header: z.boolean().describe('Whether the first record names the columns'),
    encoding: z.string().describe('e.g. utf-8, latin1, windows-1252, shift_jis'),
    nulls: z.array(z.string()).describe('Texts that mean missing, e.g. ["NA", "-"]'),
    decimal: z.enum([',', '.']).describe('Decimal mark'),
    thousands: z.string().max(1).describe('Thousands mark'),
    date_format: z.string().describe('As strptime has it, e.g. %d/%m/%Y'),
    timestamp_format: z.string().describe('As strptime has it, e.g. %d.%m.%Y %H:%M'),
    all_varchar: z.boolean().describe('Read every column as text'),
  })
  .partial()
  .describe('Fixes by hand what is otherwise detected; needed only when the detection is wrong');

/** The engine's names for the same. */
export function readingOptions({ nulls, decimal, date_format: dateFormat, timestamp_format: timestampFormat, all_varchar: allVarchar, ...same }: z.output<typeof readingInput> = {}): InspectOptions {
  const given = { ...same, nullStrings: nulls, decimalSeparator: decimal, dateFormat, timestampFormat, allVarchar };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
