import type { ComputePlugin, MonitorPlugin, Plugin, PluginContext, StoragePlugin } from '../spec/plugin.js';
import type { PolicyContext } from '../spec/policy.js';
import type { Configuration, ResolvedPlugin, SectionValues } from './configuration.js';
import { valuesOf } from './fill-section.js';
import type { Origin } from './origin.js';
import type { FilledSection, FilledSections } from './plugin-sections.js';
import { printSafely } from './print-safely.js';
import { redactor, redactValue, secretsOf } from './redact.js';

/** A compute plug-in with its complete sections. */
export function resolvedCompute(
  plugin: ComputePlugin,
  sections: FilledSections,
): ResolvedPlugin<ComputePlugin> {
  return resolved(plugin, sections, (checked, context) => plugin.create(checked, context));
}

/** A storage plug-in with its complete sections. */
export function resolvedStorage(
  plugin: StoragePlugin,
  sections: FilledSections,
): ResolvedPlugin<StoragePlugin> {
  return resolved(plugin, sections, (checked, context) => plugin.create(checked, context));
}

/** A monitor plug-in with its complete sections. */
export function resolvedMonitor(
  plugin: MonitorPlugin,
  sections: FilledSections,
): ResolvedPlugin<MonitorPlugin> {
  return resolved(plugin, sections, (checked, context) => plugin.create(checked, context));
}

function resolved<P extends Plugin>(
  plugin: P,
  filled: FilledSections,
  create: (sections: never, context: PluginContext) => ReturnType<P['create']>,
): ResolvedPlugin<P> {
  const sections = Object.fromEntries([...filled].map(([name, { settings }]) => [name, valuesOf(settings)]));
  const checked = sections as never; // Every key was read by the specs that the plug-in itself declares.
  return printSafely(
    {
      plugin,
      sections,
      create: (context: PluginContext) => create(checked, context),
      policies: (context: PolicyContext) => plugin.policies?.(checked, context),
    },
    () => ({
      plugin: plugin.name,
      sections: redactSections(filled),
    }),
  );
}

/** What `config show` prints, where each value came from, and how to keep secrets out of a text. */
export function reports(filled: FilledSections): Pick<Configuration, 'sources' | 'redacted' | 'redact'> {
  return {
    sources: sourcesOf(filled),
    redacted: () => redactSections(filled),
    redact: redactor(allSecrets(filled)),
  };
}

/** Sections by name; those that two plug-ins read in part are put together. */
export function joinSections(parts: readonly FilledSections[]): FilledSections {
  const joined = new Map<string, FilledSection>();
  for (const [name, section] of parts.flatMap((part) => [...part])) {
    const other = joined.get(name);
    joined.set(name, {
      specs: { ...other?.specs, ...section.specs },
      settings: new Map([...(other?.settings ?? []), ...section.settings]),
    });
  }
  return joined;
}

function sourcesOf(filled: FilledSections): Readonly<Record<string, Origin>> {
  return Object.fromEntries(
    [...filled].flatMap(([section, { settings }]) =>
      [...settings].map(([key, { origin }]) => [`${section}.${key}`, origin]),
    ),
  );
}

function redactSections(filled: FilledSections): Readonly<Record<string, SectionValues>> {
  return Object.fromEntries([...filled].map(([name, section]) => [name, redactSection(section)]));
}

function redactSection({ specs, settings }: FilledSection): SectionValues {
  return Object.fromEntries(
    [...settings].map(([key, { value }]) => [key, redactValue(value, specs[key]?.secret === true)]),
  );
}

function allSecrets(filled: FilledSections): readonly string[] {
  return [...filled.values()].flatMap(({ specs, settings }) =>
    [...settings].flatMap(([key, { value }]) => secretsOf(value, specs[key]?.secret === true)),
  );
}
