import { EngineError, type ErrorCode } from '../errors.js';

interface Rule {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly hint?: string;
  /** DuckDB goes on with advice that does not hold here. */
  readonly firstLine?: true;
}

/** First match wins. DuckDB's texts are stable enough to sort by; what none of them meets keeps its own text. */
const RULES: readonly Rule[] = [
  // After either of these DuckDB answers nothing more: its process is replaced.
  { firstLine: true, pattern: /^(INTERNAL|FATAL) Error|database has been invalidated/, code: 'DATABASE_CRASHED', hint: 'Ask again; if it happens again, ask in another way.' },
  { pattern: /invalid unicode|not (valid )?utf-?8|encoded file/i, code: 'DATA_ENCODING', hint: 'Name the encoding it has, or ask for such bytes to be replaced.' },
  { firstLine: true, pattern: /max_temp_directory_size|failed to offload data block/i, code: 'TEMP_DISK_LIMIT', hint: 'Ask for fewer columns or groups, or raise --max-temp.' },
  { firstLine: true, pattern: /^Out of Memory Error|could not allocate|bad_alloc|failed to (allocate|pin)/i, code: 'MEMORY_LIMIT', hint: 'Ask for fewer columns or groups, or raise --max-memory.' },
  { pattern: /^Parser Error/, code: 'SQL_SYNTAX', hint: 'Write one SELECT in DuckDB\'s SQL.' },
  { pattern: /^Binder Error: (Referenced column|Column|Could not find key|Table ".*" does not have a column)/, code: 'UNKNOWN_COLUMN', hint: 'DESCRIBE the source to see its columns; quote names with spaces or capitals in "…".' },
  { pattern: /^Catalog Error: Table/, code: 'UNKNOWN_TABLE', hint: 'Name a file or s3:// URI in quotes, or give it an alias with --table.' },
  { pattern: /^(Binder|Catalog|Not implemented) Error/i, code: 'SQL_FAILED', hint: 'Correct the statement; DESCRIBE shows columns and types.' },
  { pattern: /^(Invalid Input|Conversion) Error:? ?CSV Error|CSV Parser state machine|Error when sniffing|^.*CSV Error on Line/i, code: 'DATA_BAD_ROW', hint: 'Say how to read it with read_csv(…) options, e.g. delim, quote, header.' },
  { pattern: /^(Conversion|Out of Range|Invalid Input|Mismatch Type|Invalid Type) Error/i, code: 'SQL_FAILED', hint: 'Cast with TRY_CAST, or look at the values that do not fit.' },
];

/** DuckDB's message as an `EngineError`; what names the scratch folder is made to say "the source". */
export function duckdbError(message: string, folder: string): EngineError {
  const text = message.replaceAll(new RegExp(`${escapeRegExp(folder)}[^\\s"',\\]]*`, 'g'), 'the source').trim();
  const rule = RULES.find(({ pattern }) => pattern.test(text)) ?? UNKNOWN;
  const shown = rule.firstLine === true ? (text.split('\n', 1)[0] ?? '') : text;
  return new EngineError(rule.code, shorten(shown), rule.hint === undefined ? {} : { hint: rule.hint });
}

const UNKNOWN: Rule = { pattern: /^/, code: 'SQL_FAILED', hint: 'Correct the statement and ask again.' };

const MAX_CHARS = 1_200;

/** A message may quote a value of any length. */
const shorten = (text: string): string => (text.length <= MAX_CHARS ? text : `${text.slice(0, MAX_CHARS)}…`);

const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
