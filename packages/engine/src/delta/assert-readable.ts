import { EngineError } from '../errors.js';
import type { Metadata, Protocol } from './actions.js';

/** What a reader must do differently for these, this one does. */
const SUPPORTED: ReadonlySet<string> = new Set([
  'columnMapping',
  'deletionVectors',
  'timestampNtz',
  'v2Checkpoint',
  'vacuumProtocolCheck',
  'typeWidening',
  'typeWidening-preview',
]);

/** Refuses a table that asks of its readers what is not done here, by the feature's name. */
export function assertReadable(table: string, { minReaderVersion, readerFeatures = [] }: Protocol, { format }: Metadata): void {
  const unknown = minReaderVersion === 3 ? readerFeatures.filter((feature) => !SUPPORTED.has(feature)) : [];
  if (unknown.length > 0) throw refused(table, `it needs the reader feature${unknown.length > 1 ? 's' : ''} ${unknown.join(', ')}`);
  if (minReaderVersion > 3 || minReaderVersion < 1) throw refused(table, `it needs readers of version ${minReaderVersion}`);
  const provider = format?.provider ?? 'parquet';
  if (provider.toLowerCase() !== 'parquet') throw refused(table, `its files are ${provider}, not Parquet`);
}

export const refused = (table: string, why: string): EngineError =>
  new EngineError('SOURCE_UNSUPPORTED', `The Delta table ${table} cannot be read here: ${why}`, {
    hint: 'Ask with --engine databricks, which may be able to read it.',
    uri: table,
  });
