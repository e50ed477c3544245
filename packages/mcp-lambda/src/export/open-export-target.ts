import type { S3Options } from '@sluice/engine';
import type { ExportTarget } from './export-target.js';

export interface ExportOptions {
  /** A folder, or `s3://bucket/prefix`. */
  readonly to: string;
  readonly s3?: S3Options;
}

/** What the place needs is loaded when something is first written there. */
export function openExportTarget({ to, s3 = {} }: ExportOptions): ExportTarget {
  return {
    async save(file, signal) {
      if (/^s3:\/\//i.test(to)) {
        const { saveToS3 } = await import('./save-to-s3.js');
        return await saveToS3(file, { to, s3, signal });
      }
      const { saveToFolder } = await import('./save-to-folder.js');
      return await saveToFolder(file, to);
    },
  };
}
