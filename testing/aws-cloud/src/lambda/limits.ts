/** Lambda's quotas (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
export const limits = {
  zippedInlineBytes: 52_428_800,
  unzippedBytes: 262_144_000,
  /** A base64 zip of 50 MB and the rest of the request. */
  createRequestBytes: 70_167_211,
  codeStorageBytes: 80_530_636_800,
  requestBytes: 6_291_456,
  eventRequestBytes: 1_048_576,
  environmentBytes: 4_096,
  logTailBytes: 4_096,
} as const;
