/** What `node_modules/.package-lock.json` says, as far as it is read. */
export interface InstalledTree {
  readonly packages: Readonly<Record<string, unknown>>;
}

/** The names of all packages in `node_modules`, however deep, sorted; a name once for each place where it lies. */
export function installedNames({ packages }: InstalledTree): readonly string[] {
  return Object.keys(packages)
    .map((place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .sort();
}

/** Packages of ours that lie in a project twice: two cores know nothing of each other's errors and plug-ins. */
export function repeated(names: readonly string[]): readonly string[] {
  return names
    .filter((name, index) => names[index - 1] === name && /^(?:@lithops\/|lithops$)/.test(name))
    .map((name) => `${name} is installed more than once.`);
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
