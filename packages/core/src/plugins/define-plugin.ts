import type { ComputeBackend } from '../spec/compute-backend.js';
import type { Monitor } from '../spec/monitor.js';
import type {
  ComputePlugin,
  MonitorPlugin,
  Plugin,
  PluginDefinition,
  Sections,
  StoragePlugin,
} from '../spec/plugin.js';
import type { Section, SectionConfig } from '../spec/section.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { readOptions } from './read-options.js';
import type { SectionOptions } from './section-options.js';

/** What an author writes to make a plug-in. */
export interface Definition<N extends string, S extends Section, T> extends PluginDefinition<N, S, T> {
  /**
   * Sections that a vendor's plug-ins have in common, such as `aws`. A key which `section` declares as well and a user
   * leaves unset there is taken from here.
   */
  readonly shared?: Sections | undefined;
}

/** Callable with typed options (`fly({ app: 'x' })`), and a plug-in by itself (`backend: fly` in a file). */
export type Factory<S extends Section, P extends Plugin> = ((...options: FactoryArguments<S>) => P) & P;

type FactoryArguments<S extends Section> =
  Record<never, never> extends SectionOptions<S>
    ? [options?: SectionOptions<S>]
    : [options: SectionOptions<S>];

/** Declares a section's keys: types, defaults, errors, redaction, documentation and JSON schema all come from it. */
export function defineSection<const S extends Section>(keys: S): S {
  return keys;
}

/**
 * Makes a compute plug-in, to be the default export of its package.
 *
 * @example
 * import { type ComputeBackend, defineComputePlugin, defineSection, type PluginContext } from '@lithops/core/spec';
 *
 * declare function flyBackend(app: string, log: PluginContext['log']): ComputeBackend;
 *
 * export default defineComputePlugin({
 *   name: 'fly',
 *   section: defineSection({ app: { type: 'string', required: true, doc: 'Name of the app' } }),
 *   worker: new URL('./worker.js', import.meta.url),
 *   create: (config, context) => flyBackend(config.app, context.log),
 * });
 */
export function defineComputePlugin<const N extends string, const S extends Section>(
  definition: Definition<N, S, ComputeBackend>,
): Factory<S, ComputePlugin> {
  return factory<S, ComputePlugin>((options) => ({
    kind: 'compute',
    ...parts(definition, options),
    create: (sections: never, context) => definition.create(ownSection(definition, sections), context),
  }));
}

/** Makes a storage plug-in, as {@link defineComputePlugin} does for compute. */
export function defineStoragePlugin<const N extends string, const S extends Section>(
  definition: Definition<N, S, StorageBackend>,
): Factory<S, StoragePlugin> {
  return factory<S, StoragePlugin>((options) => ({
    kind: 'storage',
    ...parts(definition, options),
    isInProcess: definition.isInProcess ?? false,
    create: (sections: never, context) => definition.create(ownSection(definition, sections), context),
  }));
}

/** Makes a monitor plug-in, as {@link defineComputePlugin} does for compute. */
export function defineMonitorPlugin<const N extends string, const S extends Section>(
  definition: Definition<N, S, Monitor>,
): Factory<S, MonitorPlugin> {
  return factory<S, MonitorPlugin>((options) => ({
    kind: 'monitor',
    ...parts(definition, options),
    create: (sections: never, context) => definition.create(ownSection(definition, sections), context),
  }));
}

function parts<S extends Section>(definition: Definition<string, S, unknown>, options: object | undefined) {
  const { name, section, shared, worker } = definition;
  const policies: Plugin['policies'] = (sections, context) =>
    definition.policies?.(ownSection(definition, sections), context) ?? [];
  return {
    name,
    specVersion: 1,
    sections: { [name]: section, ...shared },
    worker,
    options: options === undefined ? undefined : readOptions(name, section, options),
    ...(definition.policies !== undefined && { policies }),
  } as const;
}

/** The spec types `sections` as `never` so that plug-ins of all sections fit one list; core hands over checked values. */
function ownSection<S extends Section>(
  definition: Definition<string, S, unknown>,
  sections: never,
): SectionConfig<S> {
  const checked: Readonly<Record<string, SectionConfig<S>>> = sections;
  const own = checked[definition.name];
  if (own === undefined)
    throw new TypeError(`Expected the section "${definition.name}" to create the plug-in from.`);
  return own;
}

/** A function that is a plug-in too: its properties are those of the plug-in without options. */
function factory<S extends Section, P extends Plugin>(
  make: (options: object | undefined) => P,
): Factory<S, P> {
  const call = (...[options]: FactoryArguments<S>): P => make(options ?? {});
  // A function's own `name` is read-only until it is declared anew.
  Object.defineProperty(call, 'name', { writable: true, enumerable: true, configurable: true });
  return Object.assign(call, make(undefined));
}
