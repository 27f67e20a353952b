import { officialMode } from '../plugins/index.js';
import { optionName } from '../plugins/section-options.js';
import type { Plugin } from '../spec/plugin.js';
import type { KeySpec } from '../spec/section.js';
import { coreSections, type SettingSpecs } from './core-sections.js';
import { executorOptionKeys } from './layers.js';
import { sectionsInUse } from './plugin-sections.js';
import { aliasOf } from './read-section.js';
import { describeExpected } from './value.js';

/** One key of a configuration section in words, for tables and help. */
export interface DescribedKey {
  readonly key: string;
  /** Another name of it that is understood as well. */
  readonly alias: string | undefined;
  /** What it may hold: `a whole number ≥ 1 (MB)`. */
  readonly expected: string;
  readonly isRequired: boolean;
  /** Never printed. */
  readonly isSecret: boolean;
  /** Sections whose key of the same name is taken where this one is unset. */
  readonly fallbacks: readonly string[];
  /** What it is where nobody says anything; `undefined`: nothing, or what `meaning` says. */
  readonly default: unknown;
  /** Its name in code, in options of the plug-in or of the executor; `undefined`: it has none. */
  readonly option: string | undefined;
  readonly meaning: string;
}

/**
 * All sections that a configuration file can have, by name: core's own and those of the plug-ins, with all of their keys in
 * the order of their declaration.
 */
export function describeSections(plugins: readonly Plugin[]): ReadonlyMap<string, readonly DescribedKey[]> {
  const sections = [...Object.entries(coreSections), ...sectionsInUse(plugins, 'localhost')];
  return new Map(sections.map(([name, specs]) => [name, describeSection(name, specs, plugins)]));
}

function describeSection(
  section: string,
  specs: SettingSpecs,
  plugins: readonly Plugin[],
): readonly DescribedKey[] {
  const plugin = plugins.find(({ name }) => name === section);
  const others = plugin === undefined ? [] : otherSections(plugin);
  return Object.entries(specs).map(([key, spec]) => {
    const fallbacks = others.filter(([, keys]) => Object.hasOwn(keys, key));
    const { doc, required = false, secret = false } = spec;
    return {
      key,
      alias: aliasOf(key),
      expected: describeExpected(spec),
      isRequired: required,
      isSecret: secret,
      fallbacks: fallbacks.map(([name]) => name),
      default: spec.default ?? fallbacks.map(([, keys]) => keys[key]?.default).find(isSet),
      option: optionOf(section, key, spec, plugin),
      meaning: doc,
    };
  });
}

function isSet(value: unknown): boolean {
  return value !== undefined;
}

/** Those that complete the plug-in's own: its vendor's, and its mode's. */
function otherSections(plugin: Plugin): readonly (readonly [string, SettingSpecs])[] {
  const shared = Object.entries(plugin.sections).filter(([name]) => name !== plugin.name);
  const mode = plugin.kind === 'compute' ? officialMode(plugin.name) : undefined;
  return mode === undefined || mode === 'localhost'
    ? shared
    : [...shared, [mode, coreSections[mode] ?? {}] as const];
}

/** Options of the plug-in's factory are the keys that it declares; others are options of the executor, or of nothing. */
function optionOf(
  section: string,
  key: string,
  spec: KeySpec,
  plugin: Plugin | undefined,
): string | undefined {
  const ofExecutor = section === 'lithops' ? executorOptionKeys.lithops : executorOptionKeys.worker;
  const declared = Object.hasOwn(coreSections, section) ? undefined : plugin?.sections[section];
  const isOption =
    (declared !== undefined && Object.hasOwn(declared, key)) ||
    (ofExecutor.includes(key) && (section === 'lithops' || plugin?.kind === 'compute'));
  return isOption ? optionName(key, spec) : undefined;
}
