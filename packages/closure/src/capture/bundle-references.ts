import {
  type BundleOptions,
  bundlePackages,
  type External,
  type PackageBundle,
  type PackageData,
  type PackageReference,
} from '../bundle/index.js';
import type { LoadedReference } from '../code-space/loaded-code.js';

/** The references of a capsule as they travel. */
export interface BundledReferences {
  readonly references: readonly (readonly [bundle: number, key: string])[];
  readonly bundles: readonly PackageData[];
  /** The bundle that was made here, if any. */
  readonly packages: PackageBundle | undefined;
}

/** Bundles the packages that were met here; what came with another capsule's bundle stays with that. */
export function bundleReferences(
  found: readonly (PackageReference | LoadedReference)[],
  options: BundleOptions,
): BundledReferences {
  const fresh = found.filter((reference) => 'from' in reference);
  const packages = fresh.length === 0 ? undefined : bundlePackages(fresh, options);
  const bundles: PackageData[] = packages === undefined ? [] : [travelling(packages)];
  const keys = (packages?.entries ?? []).values();
  const references = found.map((reference): readonly [number, string] => {
    if ('from' in reference) return [0, keys.next().value?.key ?? ''];
    const known = bundles.indexOf(reference.bundle);
    return [known < 0 ? bundles.push(reference.bundle) - 1 : known, reference.key];
  });
  return { references, bundles, packages };
}

/** The map stays here. */
function travelling({ code, hash, entries, externals }: PackageBundle): PackageData {
  return { code, hash, entries, externals };
}

/** What the worker must have: packages that captured code asks for, and those that the bundle does. */
export function externalsOf({ entries, externals }: PackageBundle): External[] {
  const direct = entries.flatMap(({ external }) => (external?.packageName === undefined ? [] : [external]));
  return [...new Map([...externals, ...direct].map((one) => [one.specifier, one])).values()];
}
