/**
 * Imports a module by a name that only the run knows. Apart from everything else, because code that was compiled by an earlier
 * process (see compiled/) cannot import.
 */
export function importModule(name: string): Promise<object> {
  return import(name);
}
