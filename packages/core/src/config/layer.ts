import type { Origin } from './origin.js';
import type { FoundValue } from './value.js';

/** A value as one layer gives it, not checked yet. */
export interface LayerValue extends FoundValue {
  readonly origin: Origin;
}

/** Values by section and key. Layers are listed from the weakest to the strongest: file, environment, config, constructor. */
export type Layer = ReadonlyMap<string, ReadonlyMap<string, LayerValue>>;

/** Adds a value to a layer that is being built. */
export function addTo(
  layer: Map<string, Map<string, LayerValue>>,
  section: string,
  key: string,
  value: LayerValue,
): void {
  const keys = layer.get(section) ?? new Map<string, LayerValue>();
  layer.set(section, keys.set(key, value));
}

/** Nothing was said: `runtime:` with nothing behind it, `~`, `null`, Python's `None`. */
export function isUnset(found: FoundValue): boolean {
  if (found.text === undefined) return found.value === null;
  return /^(~|null|Null|NULL|None)?$/.test(found.text);
}
