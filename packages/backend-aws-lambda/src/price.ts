/** US dollars per GB and second, in us-east-1; other regions differ by up to a third. */
const GB_SECOND = { x86_64: 0.0000166667, arm64: 0.0000133334 } as const;
const REQUEST = 0.0000002;

/** US dollars for one call: its time, to the next millisecond, its memory, and its request. */
export function priceOf(
  { execMs, memoryMb }: { readonly execMs: number; readonly memoryMb: number },
  architecture: keyof typeof GB_SECOND,
): number {
  return (Math.ceil(execMs) / 1000) * (memoryMb / 1024) * GB_SECOND[architecture] + REQUEST;
}
