import { type ExecutorOptions, type LithopsConfig, LithopsError } from '@lithops/core';
import { builtins, chosenPlugins } from '@lithops/core/config';

type Plugin = ReturnType<typeof chosenPlugins>[number];

/** A region as configuration: in the sections of the chosen backend and storage that have such a key. */
export function regionConfig(options: ExecutorOptions, region: string): LithopsConfig {
  const plugins = chosenPlugins(options, builtins);
  const sections = new Set(plugins.map(sectionWithRegion).filter((section) => section !== undefined));
  // One that was not found is the worse problem, and whoever reads the configuration next will say so.
  const allFound = plugins.length === 2;
  if (sections.size === 0 && allFound) throw noRegion(plugins);
  return Object.fromEntries([...sections].map((section) => [section, { region }]));
}

/** The plug-in's own section when it has the key, else one that it shares with others of its cloud. */
function sectionWithRegion({ name, sections }: Plugin): string | undefined {
  const names = [name, ...Object.keys(sections)];
  return names.find((section) => {
    const keys = sections[section] ?? {};
    return 'region' in keys || 'region_name' in keys;
  });
}

function noRegion(plugins: readonly Plugin[]): LithopsError {
  const names = [...new Set(plugins.map(({ name }) => `"${name}"`))].join(' and ');
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected a backend or storage with regions for -r, got ${names}: leave -r out, or choose another with -b or -s.`,
  });
}
