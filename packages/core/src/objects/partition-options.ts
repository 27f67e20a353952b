/** How objects become parts: options of a job, without their prefix `obj`. */
export interface PartitionOptions {
  /** Bytes per part. @default one part per object */
  readonly chunkSize?: number | undefined;
  /** Exactly that many parts of each object, some empty when it is smaller. Not together with `chunkSize`. */
  readonly chunkNumber?: number | undefined;
  /** Parts end after this; `null`: exact byte ranges. @default '\n' */
  readonly newline?: string | null | undefined;
}
