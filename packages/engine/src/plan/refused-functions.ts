/** Why DuckDB's remaining functions are refused, and what to do instead. The allow-list decides; this only explains. */
interface Refusal {
  readonly names: RegExp;
  readonly why: string;
  readonly hint: string;
}

const PLAIN_HINT = 'Leave it out of the question.';

const REFUSALS: readonly Refusal[] = [
  {
    names: /^(read_|parquet_|sniff_csv|glob$|arrow_scan|seq_scan|query(_table)?$)/,
    why: 'it reads files or tables that the query does not name in the open',
    hint: "Name the file in quotes, FROM 's3://bucket/key.csv', or call read_csv with constant arguments.",
  },
  {
    names: /^(duckdb_|pragma_|pg_|sql_auto_complete|which_secret|has_.*_privilege$|.*_description$|inet_|format_(pg_)?type$)/,
    why: "it shows the database's internals, not data",
    hint: 'Ask DESCRIBE about a file for its columns.',
  },
  {
    names: /^(map_to_pg_oid|test_|summary$|check_peg_parser|stats$|vector_type$|icu_calendar_names|histogram(_values)?$)/,
    why: "it shows the database's internals, not data",
    hint: 'Ask DESCRIBE about a file for its columns.',
  },
  {
    names: /^(json_(de)?serialize_|json_execute_)/,
    why: 'it turns text into queries that nothing has checked',
    hint: 'Write the query itself.',
  },
  {
    names: /^(current_|get_?env$|getvariable$|session_user$|user$|in_search_path$|txid_current$|get_block_size$)/,
    why: 'it shows settings and state of the engine',
    hint: PLAIN_HINT,
  },
  {
    names: /^(currval|nextval|setseed|write_log|parse_duckdb_log_message|(en|dis)able_|set_|checkpoint|force_|truncate_)/,
    why: 'it changes or reads state outside the query',
    hint: PLAIN_HINT,
  },
  { names: /sleep/, why: 'it only waits', hint: PLAIN_HINT },
  {
    names: /^(__internal|finalize$|combine$|unpivot_list$|remap_struct$|create_sort_key$|constant_or_null$|timetz_byte)/,
    why: "it belongs to DuckDB's own machinery",
    hint: PLAIN_HINT,
  },
  {
    names: /^(variant_|cast_to_type$|make_type$|get_type$|replace_type$|can_cast_implicitly$|is_histogram_other_bin$|st_)/,
    why: "it belongs to DuckDB's own machinery",
    hint: 'Use CAST and typeof instead.',
  },
  { names: /^icu_collate_/, why: 'it is the inside of a collation', hint: 'Write `column COLLATE de`.' },
];

/** The reason for a function that is known and refused; `undefined` for a name that nothing is known about. */
export function explainRefusal(name: string): Omit<Refusal, 'names'> | undefined {
  return REFUSALS.find(({ names }) => names.test(name));
}
