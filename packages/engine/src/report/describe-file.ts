import { quoteLiteral } from '../database/quote.js';
import type { Inspected } from '../inspect/inspected.js';
import type { Dialect } from '../inspect/reading.js';

/** What `inspect` says of one file, as JSON has it. */
export interface FileDescription {
  readonly uri: string;
  readonly size: number;
  readonly etag: string;
  readonly modified: string;
  readonly compression: string;
  readonly encoding: string;
  readonly dialect: Dialect;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly trust: 'sampled';
    readonly nullable: boolean;
    readonly examples: readonly string[];
  }[];
  readonly rowCount: { readonly value: number; readonly exact: boolean };
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  /** A FROM clause that reads the file so, ready to paste. */
  readonly from: string;
}

export function describeFile({ source, compression, encoding, reading, rowCount }: Inspected): FileDescription {
  const { uri, size, etag, modified } = source;
  return {
    uri,
    size,
    etag,
    modified: modified.toISOString(),
    compression,
    encoding,
    dialect: reading.dialect,
    columns: reading.columns.map(({ name, type, nullable, examples }) => ({ name, type, trust: 'sampled', nullable, examples })),
    rowCount,
    warnings: reading.warnings,
    from: fromClause(uri, reading.dialect, encoding),
  };
}

/** Names what was found where it is not what everybody expects, so that the clause reads the file alike for good. */
function fromClause(uri: string, { delimiter, quote, escape, comment, skipLines, headerRecords }: Dialect, encoding: string): string {
  const options = [
    ...(delimiter === ',' ? [] : [`delim = ${quoteLiteral(delimiter)}`]),
    ...(quote === '"' || quote === '' ? [] : [`quote = ${quoteLiteral(quote)}`]),
    ...(escape === quote || escape === '' ? [] : [`escape = ${quoteLiteral(escape)}`]),
    ...(comment === '' || comment.length > 1 ? [] : [`comment = ${quoteLiteral(comment)}`]),
    ...(skipLines === 0 ? [] : [`skip = ${skipLines}`]),
    ...(headerRecords === 0 ? ['header = false'] : []),
    ...(encoding === 'utf-8' ? [] : [`encoding = ${quoteLiteral(encoding)}`]),
  ];
  return options.length === 0 ? `FROM ${quoteLiteral(uri)}` : `FROM read_csv(${[quoteLiteral(uri), ...options].join(', ')})`;
}
