/** What `node_modules/.package-lock.json` says, as far as it is read. */
export interface InstalledTree {
  readonly packages: Readonly<Record<string, unknown>>;
}

/** The names of all packages in `node_modules`, however deep, each once. */
export function installedNames({ packages }: InstalledTree): readonly string[] {
  const names = Object.keys(packages).map((place) => place.slice(place.lastIndexOf('node_modules/') + 13));
  return [...new Set(names)].sort();
}

/** Packages that a combination must not bring along, each with what it belongs to. */
export function foreign(
  names: readonly string[],
  without: Readonly<Record<string, RegExp>>,
): readonly string[] {
  return Object.entries(without).flatMap(([what, pattern]) =>
    names.filter((name) => pattern.test(name)).map((name) => `${name} is code for ${what}.`),
  );
}
