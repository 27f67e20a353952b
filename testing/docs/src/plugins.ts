import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtins } from '@lithops/core/config';
import { root } from '../../../scripts/setup/command.mjs';
import { publishedPackages } from '../../../scripts/workspace.js';

/** A plug-in of the project. */
export type ProjectPlugin = (typeof builtins)['compute' | 'storage' | 'monitor'][number];

/** A plug-in with the folder of the package that has it. */
export interface PackagedPlugin {
  /** From the project's folder. */
  readonly folder: string;
  readonly plugin: ProjectPlugin;
}

/** The plug-ins of all built packages, core's own first: whatever they export that is one. */
export async function projectPlugins(): Promise<readonly PackagedPlugin[]> {
  const own = [...builtins.compute, ...builtins.storage, ...builtins.monitor];
  const found: PackagedPlugin[] = own.map((plugin) => ({ folder: 'packages/core', plugin }));
  for (const { folder } of publishedPackages()) {
    for (const plugin of await exportedPlugins(folder)) found.push({ folder, plugin });
  }
  return found;
}

async function exportedPlugins(folder: string): Promise<readonly ProjectPlugin[]> {
  const entry = path.join(root, folder, 'dist/index.js');
  if (!existsSync(entry)) throw new Error(`Expected ${folder} to be built: npm run build:all.`);
  const exported: unknown = await import(pathToFileURL(entry).href);
  const values = new Set(typeof exported === 'object' && exported !== null ? Object.values(exported) : []);
  return [...values].filter(isPlugin);
}

function isPlugin(value: unknown): value is ProjectPlugin {
  if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) return false;
  return 'kind' in value && 'specVersion' in value && 'sections' in value && 'create' in value;
}
