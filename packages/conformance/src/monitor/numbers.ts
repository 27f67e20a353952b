/** Numbers from 0. */
export function numbers(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
