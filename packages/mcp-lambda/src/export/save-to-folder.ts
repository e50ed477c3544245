import { constants } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExportedFile, SavedFile } from './export-target.js';

/** Copies a file into a folder, which is made if need be, and never over another. */
export async function saveToFolder({ path, name }: ExportedFile, folder: string): Promise<SavedFile> {
  await mkdir(folder, { recursive: true });
  const target = join(resolve(folder), name);
  await copyFile(path, target, constants.COPYFILE_EXCL);
  return { uri: target, link: pathToFileURL(target).href };
}
