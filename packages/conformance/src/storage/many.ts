/** So many keys with this prefix, in the order of listings. */
export function numberedKeys(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(5, '0')}`);
}
