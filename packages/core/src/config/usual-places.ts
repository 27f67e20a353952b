import { join } from 'node:path';
import type { Surroundings } from './surroundings.js';

/** Where a configuration is looked for when none is named, in this order. */
export function usualPlaces(surroundings: Surroundings): readonly string[] {
  const { workingDirectory, homeDirectory, systemFile } = surroundings;
  const own = homeDirectory === undefined ? [] : [join(homeDirectory, '.lithops', 'config')];
  return [join(workingDirectory, '.lithops_config'), ...own, systemFile];
}
