import type { ImportBinding } from '../modules/import-binding.js';

/** A value of a module that travels by reference: a package's export, a built-in, a module named by `fromModule`. */
export interface PackageReference extends ImportBinding {
  /** Absolute path of the importing file: resolution starts there. */
  readonly from: string;
  /**
   * Load it when asked for and not before: `import()` inside a function (`interop: 'esm'`, the table then holds a
   * function that gives a promise) and `fromModule` (`interop: 'require'`, a function that gives the module).
   * Default: loaded with the bundle.
   */
  readonly lazy?: boolean | undefined;
  /** For `imported: '*'`: the members the code reads, so that the rest can be shaken off. Default: all. */
  readonly names?: readonly string[] | undefined;
  /** From the captured function to this reference (`resize → Decimal`), for messages. */
  readonly path?: string | undefined;
}

/** A module that is not in the bundle and must be answered where the code runs. */
export interface External {
  readonly specifier: string;
  /** The package to have there; undefined for built-ins. */
  readonly packageName?: string | undefined;
  /** Absolute path of the file that asks for it, to resolve from where the file system is shared. */
  readonly from: string;
}

/** One line of the table of packages: plain data, travels with the capsule. */
export interface PackageEntry {
  readonly key: string;
  readonly specifier: string;
  readonly imported: string;
  readonly interop: ImportBinding['interop'];
  readonly members: readonly string[];
  readonly lazy: boolean;
  /** Set when the module is not in the bundle. */
  readonly external?: External | undefined;
}

/**
 * `specifier#export`, with what tells two values of the same export apart: the system that imports it, laziness.
 * The same reference has the same key in every capsule.
 */
export function referenceKey(reference: Pick<PackageReference, keyof ImportBinding | 'lazy'>): string {
  const { specifier, imported, interop, members, lazy } = reference;
  const value = `${specifier}#${[imported, ...members].join('.')}`;
  const how = [...(interop === 'esm' ? [] : [interop]), ...(lazy ? ['lazy'] : [])];
  return how.length === 0 ? value : `${value}?${how.join('&')}`;
}
