import type { Inspected } from '../inspect/inspected.js';
import { openText } from '../inspect/open-text.js';
import { streamRecords } from '../inspect/records.js';
import type { Misfit } from './misfit.js';

/** Where a value first stands in its column, for people: `file, line 12`. */
export async function locateValue(files: readonly Inspected[], { column, value }: Misfit, signal: AbortSignal): Promise<string> {
  for (const file of files) {
    const line = await findLine(file, (fields) => fields[column] === value, signal);
    if (line !== undefined) return `${file.source.uri}, line ${line}`;
  }
  return files.map(({ source }) => source.uri).join(', ');
}

async function findLine(file: Inspected, matches: (fields: readonly string[]) => boolean, signal: AbortSignal): Promise<number | undefined> {
  for await (const { records } of streamRecords(openText(file, signal), file.reading.dialect)) {
    const found = records.find(({ fields }) => matches(fields));
    if (found !== undefined) return found.line;
  }
  return undefined;
}
