import type { ComputePlugin } from '@lithops/core/spec';

/** A backend, and the bodies of all activations that it was given. */
export interface Recording {
  readonly plugin: ComputePlugin;
  readonly bodies: Uint8Array[];
}

export function recording(plugin: ComputePlugin): Recording {
  const bodies: Uint8Array[] = [];
  const { kind, name, specVersion, sections, worker, options } = plugin;
  return {
    bodies,
    plugin: {
      kind,
      name,
      specVersion,
      sections,
      worker,
      options,
      async create(checked, context) {
        const backend = await plugin.create(checked, context);
        if (backend.dispatch !== 'activation') throw new Error('Expected a backend that takes activations.');
        const invoke: typeof backend.invoke = (activation, how) => {
          bodies.push(activation.body);
          return backend.invoke(activation, how);
        };
        return new Proxy(backend, {
          get(target, property) {
            const value: unknown = property === 'invoke' ? invoke : Reflect.get(target, property, target);
            return typeof value === 'function' ? value.bind(target) : value;
          },
        });
      },
    },
  };
}
