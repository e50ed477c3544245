import type { ListedObject } from '@sluice/engine';
import { pageText } from '../result/page-text.js';
import { DATA_NOTE } from '../text/data-note.js';
import type { Services } from '../tool/tool.js';

const LOOK_MS = 10_000;
const COLUMNS = ['uri', 'bytes', 'modified'].map((name) => ({ name, type: '' }));
const KINDS = '{csv,tsv,txt,csv.gz,tsv.gz,csv.zst,tsv.zst}';

/** Files that may be read, as far as they can be listed. */
export async function catalogText({ engine, places, limits }: Services): Promise<string> {
  const folders = [...places.roots, ...places.allow.map((place) => place.replace(/\/$/, ''))];
  const listed = await Promise.all(folders.map((folder) => listBelow(engine, folder)));
  const files = listed.flatMap((found) => (Array.isArray(found) ? found : []));
  const page = pageText(COLUMNS, files.map(({ uri, size, modified }) => [uri, size, `${modified.toISOString().slice(0, 19)}Z`]), 'csv', limits.maxChars / 2);
  const left = listed.flatMap((found, i) => (Array.isArray(found) ? [] : `# ${folders[i] ?? ''} cannot be listed here (${found}): use list_files with a narrower pattern`));
  const more = page.rows < files.length ? [`# ${files.length - page.rows} more files: use list_files`] : [];
  const s3 = places.allow.length === 0 ? ['# Besides: any S3 object that the server has credentials for'] : [];
  return [`# ${DATA_NOTE}`, page.text, ...more, ...left, ...s3].join('\n');
}

async function listBelow(engine: Services['engine'], folder: string): Promise<ListedObject[] | string> {
  return await engine.listFiles(`${folder}/**/*.${KINDS}`, { timeoutMs: LOOK_MS }).catch((error: unknown) => (error as { code?: string }).code ?? 'INTERNAL');
}
