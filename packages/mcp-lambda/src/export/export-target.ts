/** A file to be put somewhere, and how it is to be called there. */
export interface ExportedFile {
  readonly path: string;
  readonly name: string;
  readonly mimeType: string;
}

export interface SavedFile {
  /** Where it lies. */
  readonly uri: string;
  /** What opens it: the same, or a link that works for a while. */
  readonly link: string;
  readonly linkExpires?: Date;
}

/** The one place that results may be written to. */
export interface ExportTarget {
  save(file: ExportedFile, signal: AbortSignal): Promise<SavedFile>;
}
