import type { Inspected } from '../inspect/inspected.js';
import { groupBySchema, type SchemaGroup } from '../inspect/schema-groups.js';
import type { AnswerWarning } from '../result/answer.js';

const SHOWN = 5;

/** What differs between the files of one table: they are joined by name, and that must not go unnoticed. */
export function driftWarnings(table: string, files: readonly Inspected[]): AnswerWarning[] {
  const groups = groupBySchema(files);
  const [first, ...others] = groups;
  if (first === undefined || others.length === 0) return [];
  const differences = others.slice(0, SHOWN).map((group) => `${group.uris[0] ?? ''}${more(group)} ${difference(first, group)}`);
  const rest = others.length > SHOWN ? ` and ${others.length - SHOWN} groups more` : '';
  const message = `${JSON.stringify(table)}: ${groups.length} schemas in ${files.length} files, joined by name. Compared with ${first.uris[0] ?? ''}: ${differences.join('; ')}${rest}`;
  return [{ code: 'SCHEMA_DRIFT', message }];
}

const more = ({ uris }: SchemaGroup): string => (uris.length > 1 ? ` (and ${uris.length - 1} like it)` : '');

function difference(from: SchemaGroup, to: SchemaGroup): string {
  const types = new Map(from.columns.map(({ name, type }) => [name.toLowerCase(), type]));
  const names = new Set(to.columns.map(({ name }) => name.toLowerCase()));
  const added = to.columns.filter(({ name }) => !types.has(name.toLowerCase())).map(({ name }) => name);
  const lost = from.columns.filter(({ name }) => !names.has(name.toLowerCase())).map(({ name }) => name);
  const retyped = to.columns.flatMap(({ name, type }) => {
    const before = types.get(name.toLowerCase());
    return before === undefined || before === type ? [] : [`${name} ${type} instead of ${before}`];
  });
  const parts = [list('has also', added), list('lacks', lost), list('has', retyped)].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(', ') : 'has its columns in another order';
}

const list = (verb: string, names: readonly string[]): string => (names.length === 0 ? '' : `${verb} ${names.join(', ')}`);
