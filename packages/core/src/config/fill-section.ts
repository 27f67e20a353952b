import type { SettingSpecs } from './core-sections.js';
import type { Setting, Settings } from './read-section.js';

/**
 * Completes a section: what it says itself, else what the fallback sections say (`aws` for `aws_lambda`), else its own
 * default, else the fallback's.
 */
export function fillSection(
  specs: SettingSpecs,
  own: Settings,
  fallbacks: readonly { readonly settings: Settings; readonly specs: SettingSpecs }[],
): Settings {
  const filled = new Map<string, Setting>();
  for (const [key, spec] of Object.entries(specs)) {
    const said = [own, ...fallbacks.map((fallback) => fallback.settings)]
      .map((settings) => settings.get(key))
      .find((setting) => setting !== undefined);
    const setting = said ?? firstDefault([spec, ...fallbacks.map((fallback) => fallback.specs[key])]);
    if (setting !== undefined) filled.set(key, setting);
  }
  return filled;
}

/** The values alone, as plug-ins get them. */
export function valuesOf(settings: Settings): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...settings].map(([key, setting]) => [key, setting.value]));
}

function firstDefault(specs: readonly (SettingSpecs[string] | undefined)[]): Setting | undefined {
  const spec = specs.find((candidate) => candidate?.default !== undefined);
  return spec === undefined ? undefined : { value: spec.default, origin: { kind: 'default' } };
}
