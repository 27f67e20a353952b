let isRetired = false;

/** This process takes no more calls than the one that it runs: something of an earlier call went wrong in it. */
export function retire(): void {
  isRetired = true;
}

export function isRetiring(): boolean {
  return isRetired;
}
