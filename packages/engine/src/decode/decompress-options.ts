export interface DecompressOptions {
  /** For messages. */
  readonly uri: string;
  /** Aborting ends the stream at once with the signal's reason, also while the source is silent. */
  readonly signal: AbortSignal;
}
