import type { Mode } from '../executor/options.js';
import type { Plugin } from '../spec/plugin.js';
import {
  coreSections,
  type SettingSpecs,
  serverlessSection,
  standaloneSection,
  storeSection,
  workerSection,
} from './core-sections.js';
import { fillSection } from './fill-section.js';
import type { Findings } from './findings.js';
import type { Layer } from './layer.js';
import { readSection, type Settings } from './read-section.js';

/** A section in use, complete, with what its keys mean. */
export interface FilledSection {
  readonly specs: SettingSpecs;
  readonly settings: Settings;
}

/** Sections by name. */
export type FilledSections = ReadonlyMap<string, FilledSection>;

/** Specs of all sections in use. Plug-ins that share a section (`aws`, `localhost`) each add their keys to it. */
export function sectionsInUse(plugins: readonly Plugin[], mode: Mode): ReadonlyMap<string, SettingSpecs> {
  const sections = new Map<string, SettingSpecs>();
  const modeSpecs = modeSection(mode);
  if (modeSpecs !== undefined) sections.set(mode, modeSpecs);
  for (const plugin of plugins) {
    for (const [name, specs] of Object.entries(specsOf(plugin))) {
      sections.set(name, { ...(sections.get(name) ?? coreSections[name]), ...specs });
    }
  }
  return sections;
}

/** Reads each section once, so that a wrong key in a shared one is one problem. */
export function readSections(
  sections: ReadonlyMap<string, SettingSpecs>,
  layers: readonly Layer[],
  findings: Findings,
): ReadonlyMap<string, Settings> {
  return new Map(
    [...sections].map(([name, specs]) => [name, readSection(name, specs, layers, findings)] as const),
  );
}

/** The sections one plug-in reads, complete; the first is its own, with what shared sections and the mode's say. */
export function fillPluginSections(
  plugin: Plugin,
  mode: Mode,
  read: ReadonlyMap<string, Settings>,
): FilledSections {
  const filled = new Map<string, FilledSection>();
  const specs = specsOf(plugin);
  const settingsOf = (name: string): Settings => read.get(name) ?? new Map();
  const shared = Object.entries(specs).filter(([name]) => name !== plugin.name);
  const fallbacks = shared.map(([name, keys]) => ({ settings: settingsOf(name), specs: keys }));
  const modeSpecs = plugin.kind === 'compute' ? modeSection(mode) : undefined;
  if (modeSpecs !== undefined) fallbacks.push({ settings: settingsOf(mode), specs: modeSpecs });
  const own = specs[plugin.name] ?? {};
  const said = withoutAuto(plugin, settingsOf(plugin.name));
  filled.set(plugin.name, { specs: own, settings: fillSection(own, said, fallbacks) });
  for (const [name, keys] of shared) {
    filled.set(name, { specs: keys, settings: fillSection(keys, settingsOf(name), []) });
  }
  return filled;
}

/** Notes the required keys that nobody has set. A shared section's may be set in the plug-in's own. */
export function checkRequired(plugin: Plugin, sections: FilledSections, findings: Findings): void {
  const own = sections.get(plugin.name)?.settings;
  for (const [section, { specs, settings }] of sections) {
    for (const [key, spec] of Object.entries(specs)) {
      if (spec.required !== true || settings.has(key) || own?.has(key)) continue;
      const variable = `LITHOPS__${section}__${key}`.toUpperCase();
      findings.problem(
        `Expected "${section}.${key}" (${spec.doc}) to be set, because "${plugin.name}" needs it: in section "${section}" of the configuration, or as ${variable}.`,
        { kind: 'set', origin: { kind: 'default' }, at: `${section}.${key}`, value: 'VALUE' },
      );
    }
  }
}

function modeSection(mode: Mode): SettingSpecs | undefined {
  switch (mode) {
    case 'localhost':
      return undefined;
    case 'serverless':
      return serverlessSection;
    case 'standalone':
      return standaloneSection;
  }
}

function specsOf(plugin: Plugin): Readonly<Record<string, SettingSpecs>> {
  const common = commonSpecs(plugin);
  const declared = Object.entries(plugin.sections[plugin.name] ?? {}).map(([key, spec]) => {
    // What core knows of a key that every backend has (whole numbers, least ones) holds also where a plug-in declares it.
    const known = Object.hasOwn(common, key) ? common[key] : undefined;
    return [key, known?.type === spec.type ? { ...known, ...spec } : spec] as const;
  });
  return { ...plugin.sections, [plugin.name]: { ...common, ...Object.fromEntries(declared) } };
}

/** `AUTO` leaves the number to the backend: one that declares a plain number decides when nothing is set. */
function withoutAuto(plugin: Plugin, settings: Settings): Settings {
  const declared = plugin.sections[plugin.name] ?? {};
  return new Map(
    [...settings].filter(([key, { value }]) => !(value === 'AUTO' && declared[key]?.type === 'number')),
  );
}

function commonSpecs(plugin: Plugin): SettingSpecs {
  switch (plugin.kind) {
    case 'compute':
      return workerSection;
    case 'storage':
      return storeSection;
    case 'monitor':
      return {};
  }
}
