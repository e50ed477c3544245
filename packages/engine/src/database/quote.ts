/** An SQL identifier, whatever it contains. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** An SQL string literal. */
export const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;
