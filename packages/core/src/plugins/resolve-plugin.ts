import { LithopsError } from '../errors/lithops-error.js';
import { type Mend, mendableError } from '../errors/mend.js';
import { didYouMean, nearestName } from '../errors/nearest-name.js';
import type { Plugin } from '../spec/plugin.js';
import { checkPlugin, claimsKind, type PluginOf } from './check-plugin.js';
import { type LoadedPackage, loadPackage } from './load-package.js';
import { isPythonOnly, officialNames, officialPackage, type PluginKind } from './official.js';

/** Where a plug-in's name stands and where its package may be. */
export interface PluginRequest {
  /** Core's own plug-ins; they win. */
  readonly builtins: readonly Plugin[];
  /** Folders to resolve the package from, the first that has it wins. */
  readonly folders: readonly string[];
  /** For errors: the file and line, or whatever the name came from. */
  readonly where: string;
  /** The same for programs: the key that names the plug-in. */
  readonly setting?: Pick<Extract<Mend, { kind: 'set' }>, 'origin' | 'at'> | undefined;
}

/**
 * Finds a plug-in by the name that a configuration gives it: core's own, the package of this project, `lithops-<kind>-<name>`,
 * or a package by its full name.
 *
 * @throws {LithopsError} `LITHOPS_PLUGIN_NOT_FOUND` (with the install line when it is one of this project),
 * `LITHOPS_PLUGIN_VERSION`, `LITHOPS_PLUGIN_INVALID`.
 */
export function resolvePlugin<K extends PluginKind>(
  kind: K,
  name: string,
  request: PluginRequest,
): PluginOf<K> {
  const own = request.builtins.find((plugin) => plugin.kind === kind && plugin.name === name);
  if (own !== undefined) return checkPlugin(kind, own, `the plug-in "${name}"`);
  for (const packageName of candidates(kind, name)) {
    for (const folder of new Set(request.folders)) {
      const loaded = loadPackage(packageName, folder, `the ${words[kind]} "${name}"`);
      if (loaded !== undefined) return pick(kind, name, packageName, loaded);
    }
  }
  throw notFound(kind, name, request);
}

const words: Readonly<Record<PluginKind, string>> = {
  compute: 'backend',
  storage: 'storage',
  monitor: 'monitor',
};

/** Only what looks like a package is taken for one: a mistyped `fly` must not run whatever is called so. */
function candidates(kind: PluginKind, name: string): readonly string[] {
  const official = officialPackage(kind, name);
  if (official !== undefined) return [official];
  if (/^[a-z0-9_]+$/i.test(name)) return [`lithops-${words[kind]}-${name.replaceAll('_', '-')}`];
  return /^(@[\w.-]+\/)?[a-z0-9][\w.-]*$|^\.{0,2}[/\\]/i.test(name) ? [name] : [];
}

function pick<K extends PluginKind>(
  kind: K,
  name: string,
  packageName: string,
  loaded: LoadedPackage,
): PluginOf<K> {
  const found = exported(loaded.exports).filter((value) => claimsKind(value, kind));
  const byName = found.find((plugin) => 'name' in plugin && plugin.name === name);
  const plugin = byName ?? (packageName === name ? found[0] : undefined);
  if (plugin === undefined) {
    throw new LithopsError({
      code: 'LITHOPS_PLUGIN_INVALID',
      message: `Expected the package "${packageName}" (${loaded.path}) to export a ${kind} plug-in called "${name}", got ${list(found)}.`,
    });
  }
  return checkPlugin(kind, plugin, `the package "${packageName}" (${loaded.path})`);
}

/** The default export first, which CommonJS made from an ES module has one level deeper and plain CommonJS is itself. */
function exported(exports: object): readonly unknown[] {
  const first: unknown = 'default' in exports ? exports.default : undefined;
  const deeper: unknown =
    typeof first === 'object' && first !== null && 'default' in first ? first.default : undefined;
  return [first, deeper, exports, ...Object.values(exports)];
}

function list(plugins: readonly object[]): string {
  const names = plugins.map((plugin) => ('name' in plugin ? String(plugin.name) : 'one without a name'));
  return names.length === 0 ? 'none' : [...new Set(names)].join(', ');
}

function notFound(kind: PluginKind, name: string, request: PluginRequest): LithopsError {
  return mendableError({
    code: 'LITHOPS_PLUGIN_NOT_FOUND',
    message: `${request.where}: ${explainMissing(kind, name, request.folders)}`,
    mend: mendOfMissing(kind, name, request),
  });
}

function mendOfMissing(kind: PluginKind, name: string, { setting }: PluginRequest): Mend | undefined {
  const official = officialPackage(kind, name);
  if (official !== undefined) return { kind: 'install', package: official };
  if (setting === undefined) return undefined;
  const near = nearestName(name, officialNames(kind));
  return near === undefined ? { kind: 'unset', ...setting } : { kind: 'set', ...setting, value: near };
}

function explainMissing(kind: PluginKind, name: string, folders: readonly string[]): string {
  const word = words[kind];
  const from = new Intl.ListFormat('en').format(new Set(folders));
  const official = officialPackage(kind, name);
  if (official !== undefined) {
    return `the ${word} "${name}" is not installed (looked from ${from}). Run: npm i ${official}`;
  }
  const known = officialNames(kind);
  if (isPythonOnly(kind, name)) {
    return `the ${word} "${name}" of Lithops for Python does not exist for Node.js. There are: ${known.join(', ')}.`;
  }
  const looked = candidates(kind, name)[0];
  const packages = looked === undefined ? '' : ` Looked for the package "${looked}" from ${from}.`;
  return `no ${word} is called "${name}".${didYouMean(name, known)} There are: ${known.join(', ')}.${packages}`;
}
