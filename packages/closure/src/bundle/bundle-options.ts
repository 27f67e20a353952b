/** Which packages travel and which are there already; the executor's options of the same names. */
export interface BundleOptions {
  /**
   * Packages to bundle. Default (also the empty list): all. `null`: none, the runtime has them. A list: only those.
   */
  readonly includeModules?: readonly string[] | null | undefined;
  /** Packages to keep out although they would be bundled. */
  readonly excludeModules?: readonly string[] | undefined;
  /** Packages installed beside the worker, native ones above all: kept out of the bundle. */
  readonly packages?: readonly string[] | undefined;
  /**
   * What to do with packages that have native add-ons and are not in `packages`. `refuse` (default): an error with
   * the line that helps. `external`: the worker shares this file system and loads them from where they are.
   */
  readonly natives?: 'refuse' | 'external' | undefined;
  /** The process's entry module, which no worker may run. Default: `process.argv[1]`. */
  readonly entryFile?: string | undefined;
  /** Where bundles are kept. Default: `node_modules/.cache/lithops`, or the system's temp folder when that is read-only. */
  readonly cacheDirectory?: string | undefined;
}

/** Whether a package is left to the worker. */
export function isExcluded(
  packageName: string | undefined,
  specifier: string,
  options: BundleOptions,
): boolean {
  const names = (list: readonly string[] | undefined) =>
    list?.some((name) => name === packageName || name === specifier || specifier.startsWith(`${name}/`)) ??
    false;
  if (names(options.packages) || names(options.excludeModules)) return true;
  const { includeModules } = options;
  if (includeModules === null) return true;
  return includeModules !== undefined && includeModules.length > 0 && !names(includeModules);
}
