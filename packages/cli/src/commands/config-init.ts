import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LithopsError } from '@lithops/core';
import { initialConfigFile } from '@lithops/core/config';
import { type PluginNames, pluginsNamed } from '../plugins-named.js';

/** Options of `lithops config init`. */
export interface InitOptions extends PluginNames {
  readonly config: string;
  readonly force?: boolean | undefined;
}

/**
 * Writes a new configuration file and says where.
 *
 * @throws {LithopsError} `LITHOPS_CONFIG_FILE` when there is one already, `LITHOPS_PLUGIN_NOT_FOUND`.
 */
export async function initConfig(options: InitOptions): Promise<string> {
  const path = resolve(options.config);
  const text = initialConfigFile(pluginsNamed(options));
  await mkdir(dirname(path), { recursive: true });
  try {
    // Only for this user's eyes: secrets will be written into it.
    await writeFile(path, text, { flag: options.force === true ? 'w' : 'wx', mode: 0o600 });
  } catch (error) {
    throw cannotWrite(path, error);
  }
  return `Wrote ${path}\n`;
}

function cannotWrite(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  const message =
    cause.code === 'EEXIST'
      ? `Expected no file at ${path} yet, but there is one: --force overwrites it, -c writes another.`
      : `The configuration file ${path} cannot be written (${cause.code}): -c writes another.`;
  return new LithopsError({ code: 'LITHOPS_CONFIG_FILE', message, cause });
}
