/** The worker image that a job runs on: what `deployRuntime` makes exist. */
export interface RuntimeSpec {
  /** Image or runtime name of the configuration; `undefined`: the platform's managed Node.js. */
  readonly name: string | undefined;
  /** Of one worker; 0: no limit. */
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** npm packages installed beside the worker instead of being bundled (native addons). */
  readonly packages: readonly string[];
  /** Changes whenever anything of the above or the worker bundle changes. */
  readonly hash: string;
}

/** A runtime that is deployed and can run. */
export interface RuntimeHandle {
  readonly id: string;
  readonly spec: RuntimeSpec;
}

/** The worker's code, ready to be uploaded: a folder whose `entry` starts it. */
export interface WorkerBundle {
  readonly directory: string;
  readonly entry: string;
  readonly hash: string;
  /** Of all files, as they are when they are unzipped; `undefined`: it is never uploaded. */
  readonly sizeBytes?: number | undefined;
  /** All files in one archive; the same bytes for the same files. */
  zip(): Promise<Uint8Array<ArrayBuffer>>;
}

/** What an image of workers is built of. */
export interface RuntimeRecipe {
  readonly worker: WorkerBundle;
  /** Path of the user's own; its folder is what it copies from. `undefined`: nothing but Node.js. */
  readonly dockerfile: string | undefined;
  /** Hears what the build writes. */
  readonly onOutput: (text: string) => void;
}
