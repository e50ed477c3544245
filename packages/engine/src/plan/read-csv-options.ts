import { z } from 'zod';
import { EngineError } from '../errors.js';
import type { InspectOptions } from '../inspect/inspect-source.js';
import type { ReadingOptions } from '../inspect/reading.js';
import type { Constant } from './fold-constant.js';

/** Longest record that may be asked for: the engine's own limit stands whatever the call says. */
const MAX_LINE_SIZE = 16_000_000;

/** Type names as `read_csv` takes them; nested types have no text form to read. */
const typeName = z.string().regex(/^[A-Za-z]\w*( [A-Za-z]+)*(\(\d{1,2}(, ?\d{1,2})?\))?$/, 'is not a plain type name');
const typesByName = z.record(z.string().min(1), typeName);
const name = z.string().min(1);
/** An option that changes nothing here: `true` or `false` is how the engine reads in any case. */
const inherent = (value: boolean): z.ZodLiteral<boolean> => z.literal(value);

const schema = z.strictObject({
  delim: z.string().min(1).max(4).optional(),
  quote: z.string().max(1).optional(),
  escape: z.string().max(1).optional(),
  comment: z.string().max(1).optional(),
  skip: z.number().int().min(0).optional(),
  header: z.union([z.boolean(), z.literal([0, 1]).transform(Boolean)]).optional(),
  new_line: z.enum(['\\n', '\\r\\n', '\\r', '\n', '\r\n', '\r']).optional(),
  nullstr: z.union([z.string().transform((text) => [text]), z.array(z.string())]).optional(),
  decimal_separator: z.enum([',', '.']).optional(),
  thousands: z.string().length(1).optional(),
  dateformat: z.string().min(1).optional(),
  timestampformat: z.string().min(1).optional(),
  all_varchar: z.boolean().optional(),
  encoding: z.string().min(1).optional(),
  names: z.array(name).min(1).optional(),
  types: z.union([typesByName, z.array(typeName)]).optional(),
  columns: typesByName.optional(),
  auto_detect: z.boolean().optional(),
  // Found in the bytes, whatever the call says.
  compression: z.enum(['auto', 'none', 'gzip', 'zstd']).optional(),
  // How many rows the sample takes decides nothing here: types are checked over the whole file.
  sample_size: z.number().int().optional(),
  max_line_size: z.number().int().min(1).max(MAX_LINE_SIZE).optional(),
  union_by_name: inherent(true).optional(),
  null_padding: inherent(true).optional(),
  strict_mode: inherent(true).optional(),
  ignore_errors: inherent(false).optional(),
  filename: inherent(false).optional(),
  hive_partitioning: inherent(false).optional(),
  store_rejects: inherent(false).optional(),
  normalize_names: inherent(false).optional(),
});

const SYNONYMS = new Map([
  ['sep', 'delim'],
  ['dtypes', 'types'],
  ['column_types', 'types'],
  ['column_names', 'names'],
  ['maximum_line_size', 'max_line_size'],
]);

const TYPES_BY_NAME = "Give types by column name: types={'id': 'BIGINT'}.";

/** What to do instead, where the name alone does not tell. */
const INSTEAD = new Map([
  ['filename', 'The option would show paths; a column of the file that is called filename can be read without it.'],
  ['hive_partitioning', 'Name the files of one partition, or filter on a column that the files hold.'],
  ['union_by_name', 'Files are always combined by column name; leave the option out.'],
  ['ignore_errors', 'Rows are never dropped in silence; ask for bad rows to be skipped and counted in the options of the question.'],
  ['store_rejects', 'Bad rows are reported with the answer; leave the option out.'],
  ['strict_mode', 'Leave it out; name quote and escape if the file is written in an unusual way.'],
  ['null_padding', 'Short rows are always padded, with a warning; leave the option out.'],
  ['normalize_names', 'Rename columns with AS.'],
  ['max_line_size', `One record may have ${MAX_LINE_SIZE} bytes at most.`],
  ['allow_quoted_nulls', 'Compare with the marker in the query: nullif(column, marker).'],
  ['parallel', 'The engine chooses its own threads; leave the option out.'],
  ['buffer_size', 'The engine manages its own buffers; leave the option out.'],
  ['types', TYPES_BY_NAME],
]);

/** Reads options by DuckDB's names. @throws EngineError SQL_REFUSED, naming the option */
export function readingOptions(given: ReadonlyMap<string, Constant>): InspectOptions {
  const byName = new Map<string, Constant>();
  for (const [option, value] of given) {
    const canonical = SYNONYMS.get(option) ?? option;
    if (byName.has(canonical)) throw refused(option, 'is given twice', 'Give it once.');
    byName.set(canonical, value);
  }
  const parsed = schema.safeParse(Object.fromEntries(byName));
  if (!parsed.success) throw invalidOption(parsed.error.issues[0]);
  return toReading(parsed.data);
}

function toReading(options: z.output<typeof schema>): InspectOptions {
  const { columns, types } = options;
  // With detection off, DuckDB takes these unless told otherwise.
  const fixed = options.auto_detect === false ? ({ delim: ',', quote: '"', escape: '"', header: false, skip: 0 } as const) : {};
  const { delim, quote, escape, comment, skip, header, thousands, encoding } = { ...fixed, ...options };
  return defined({
    delimiter: delim,
    quote,
    escape,
    comment,
    skip,
    header,
    thousands,
    encoding,
    newline: options.new_line?.replace('\\r', '\r').replace('\\n', '\n') as ReadingOptions['newline'],
    nullStrings: options.nullstr,
    decimalSeparator: options.decimal_separator,
    dateFormat: options.dateformat,
    timestampFormat: options.timestampformat,
    allVarchar: options.all_varchar,
    names: options.names ?? (columns && Object.keys(columns)),
    types: columns ?? (Array.isArray(types) ? typesByPosition(types, options.names) : types),
  });
}

function typesByPosition(types: readonly string[], names: readonly string[] | undefined): Record<string, string> {
  if (names?.length !== types.length) throw refused('types', 'is a list without as many names', TYPES_BY_NAME);
  return Object.fromEntries(types.map((type, i) => [names[i] ?? '', type]));
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

const defined = <T extends object>(options: T): Defined<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<T>;

function invalidOption(issue: z.core.$ZodIssue | undefined): EngineError {
  if (issue?.code === 'unrecognized_keys') {
    const option = issue.keys[0] ?? '';
    return refused(option, 'is not supported', INSTEAD.get(option) ?? `Known options: ${Object.keys(schema.shape).join(', ')}.`);
  }
  const option = String(issue?.path[0] ?? '');
  return refused(option, `has a value that is not supported (${issue?.message ?? ''})`, INSTEAD.get(option) ?? 'Correct the value or leave the option out.');
}

const refused = (option: string, why: string, hint: string): EngineError =>
  new EngineError('SQL_REFUSED', `read_csv option ${option} ${why}`, { hint });
