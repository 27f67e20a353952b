/** What the capsule of a function is called in a worker's folder, by its hash. */
export function functionFile(hash: string): string {
  return `function-${hash}`;
}
