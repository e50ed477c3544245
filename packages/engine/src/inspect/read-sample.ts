import type { Reading, ReadingOptions, TextSample } from './reading.js';
import { parseRecords } from './records.js';
export function readSample(s: TextSample, _o: ReadingOptions): Reading {
  const dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n', comment: '', skipLines: 0, headerRecords: 1 } as const;
  const r = [...parseRecords(s.head, dialect, 50)];
  const columns = (r[0]?.fields ?? []).map((name, i) => { const v = r.slice(1).map((x) => x.fields[i] ?? '').filter((x) => x !== ''); return { name, nullable: true, examples: v.slice(0, 3), type: v.length && v.every((x) => /^-?\d+$/.test(x)) ? 'BIGINT' as const : v.length && v.every((x) => /^-?[\d.]+(e-?\d+)?$/.test(x)) ? 'DOUBLE' as const : v.length && v.every((x) => /^\d{4}-\d\d-\d\d$/.test(x)) ? 'DATE' as const : 'VARCHAR' as const }; });
  return { dialect, columns, ragged: false, warnings: [] };
}
