/** US dollars per GB and second, in us-east-1; some regions are up to a third dearer. */
const GB_SECOND = { x86_64: 0.0000166667, arm64: 0.0000133334 } as const;
/** The same for what `/tmp` has above what is free. */
const STORED_GB_SECOND = 0.0000000309;
const FREE_STORAGE_MB = 512;
const REQUEST = 0.0000002;

/** What decides the price of a function's time. */
export interface Priced {
  readonly architecture: keyof typeof GB_SECOND;
  readonly ephemeralStorageMb: number;
}

/** What one request used. */
export interface Used {
  /** Each millisecond that has begun is paid for. */
  readonly durationMs: number;
  readonly memoryMb: number;
}

/** US dollars for one request. */
export function priceOf(
  { durationMs, memoryMb }: Used,
  { architecture, ephemeralStorageMb }: Priced,
): number {
  const seconds = Math.ceil(durationMs) / 1000;
  const memory = (memoryMb / 1024) * GB_SECOND[architecture];
  const storage = ((ephemeralStorageMb - FREE_STORAGE_MB) / 1024) * STORED_GB_SECOND;
  return seconds * (memory + storage) + REQUEST;
}
