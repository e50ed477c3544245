import { EngineError } from '../errors.js';

/** Which version of a table: the newest, one by its number, or the one that was current at a moment. */
export type At = { readonly kind: 'newest' } | { readonly kind: 'version'; readonly version: number } | { readonly kind: 'moment'; readonly ms: number };

export interface TableName {
  /** The table's folder, without a slash at its end. */
  readonly folder: string;
  readonly at: At;
}

const VERSION = /@v(\d{1,15})$/;
/** As Delta's own path syntax has it: `yyyyMMddHHmmssSSS`, in UTC. */
const MOMENT = /@(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{3})$/;

/** Takes `s3://bucket/table@v7` and `s3://bucket/table@20240131000000000` apart; any name may be of a table. */
export function parseTableName(uri: string): TableName {
  const version = VERSION.exec(uri);
  if (version !== null) return { folder: withoutSlash(uri.slice(0, version.index)), at: { kind: 'version', version: Number(version[1]) } };
  const moment = MOMENT.exec(uri);
  if (moment === null) return { folder: withoutSlash(uri), at: { kind: 'newest' } };
  const [year = 0, month = 0, day, hour, minute, second, milli] = moment.slice(1).map(Number);
  return { folder: withoutSlash(uri.slice(0, moment.index)), at: { kind: 'moment', ms: Date.UTC(year, month - 1, day, hour, minute, second, milli) } };
}

/** The name of one version of a table. */
export const versionedName = (folder: string, version: number): string => `${folder}@v${version}`;

const withoutSlash = (uri: string): string => (/^\/+$/.test(uri) ? '/' : uri.replace(/\/+$/, ''));

/** The name of a table as it was at a moment. Without a zone the moment is meant in UTC. @throws EngineError SQL_REFUSED */
export function nameAtMoment(uri: string, moment: string): string {
  const text = moment.trim();
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i.exec(text);
  const [, day = '', time = '00:00:00', zone = 'Z'] = iso ?? [];
  const date = new Date(`${day}T${time}${zone.replace(/^([+-]\d{2})$/, '$1:00')}`);
  if (!Number.isNaN(date.getTime())) return `${withoutSlash(uri)}@${date.toISOString().replaceAll(/\D/g, '')}`;
  throw new EngineError('SQL_REFUSED', `${JSON.stringify(moment)} is no moment that a table could be asked for`, { hint: "Write timestamp_as_of => '2024-01-31 12:00:00', which is UTC." });
}
