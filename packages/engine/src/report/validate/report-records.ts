import type { FlatRecord } from '../../result/formats/format-records.js';
import type { BadRow, CheckResult, ValidationReport } from './report.js';

/** A line a check, for tables. */
export const reportRecords = ({ checks }: ValidationReport): FlatRecord[] =>
  checks.map((check) => ({ result: check.passed ? 'pass' : 'FAIL', check: check.check, bad_rows: check.badRows ?? null, details: detailsText(check) }));

function detailsText({ message, samples, badRows = 0 }: CheckResult): string {
  if (message !== undefined) return message;
  const shown = samples.map(sampleText);
  return [...shown, ...(shown.length > 0 && shown.length < badRows ? ['…'] : [])].join('; ');
}

function sampleText({ row, values, firstRow }: BadRow): string {
  const texts = Object.values(values).map((value) => value ?? 'NULL');
  return `row ${row}${firstRow === undefined ? '' : ` repeats row ${firstRow}`}: ${texts.join(', ')}`;
}
