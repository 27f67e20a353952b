import type { Plugin } from '../spec/plugin.js';
import type { KeySpec } from '../spec/section.js';
import { lithopsSection, type SettingSpecs } from './core-sections.js';
import { sectionsInUse } from './plugin-sections.js';
import { describeExpected } from './value.js';

/**
 * The text of a new configuration file: every key with its meaning, those that have to be filled in ready for it and all
 * others commented out with their default.
 *
 * @param plugins - plug-ins to be used; none: calls run on this machine.
 */
export function initialConfigFile(plugins: readonly Plugin[] = []): string {
  const choices = Object.fromEntries(plugins.map((plugin) => [choiceKeys[plugin.kind], plugin.name]));
  const sections = [...sectionsInUse(plugins, 'localhost')].filter(
    ([, specs]) => Object.keys(specs).length > 0,
  );
  return [
    header,
    sectionText('lithops', lithopsSection, choices),
    ...sections.map(([name, specs]) => sectionText(name, specs, {})),
  ].join('\n');
}

const choiceKeys: Readonly<Record<Plugin['kind'], string>> = {
  compute: 'backend',
  storage: 'storage',
  monitor: 'monitoring',
};

const header = `# Configuration of Lithops. All of it is optional: without any, calls run on this machine.
# It is looked for in LITHOPS_CONFIG_FILE, ./.lithops_config, ~/.lithops/config and /etc/lithops/config.
# Any key can also be given as an environment variable: LITHOPS__<SECTION>__<KEY>.
`;

function sectionText(name: string, specs: SettingSpecs, values: Readonly<Record<string, string>>): string {
  const keys = Object.entries(specs).map(([key, spec]) => keyText(key, spec, values[key]));
  return `${name}:\n${keys.join('\n')}`;
}

function keyText(key: string, spec: KeySpec, value: string | undefined): string {
  const meaning = `  # ${spec.doc}: ${describeExpected(spec)}`;
  if (value !== undefined) return `${meaning}\n  ${key}: ${value}\n`;
  if (spec.required === true) return `${meaning} (required)\n  ${key}:\n`;
  const standard = spec.default === undefined ? '' : ` ${JSON.stringify(spec.default)}`;
  return `${meaning}\n  # ${key}:${standard}\n`;
}
