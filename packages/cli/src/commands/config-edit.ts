import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LithopsError } from '@lithops/core';
import { builtins, type ConfigEdit, checkConfiguration, editConfigFile } from '@lithops/core/config';

/** Options of `lithops config set|unset|move`. */
export interface EditOptions {
  readonly config?: string | undefined;
}

/**
 * Changes one thing of the configuration file and says what; comments stay. `set` makes a file where there is none.
 *
 * @throws {LithopsError} `LITHOPS_CONFIG_FILE`, `LITHOPS_INVALID_ARGUMENT`
 */
export async function editConfig(edit: ConfigEdit, options: EditOptions): Promise<string> {
  const path = fileToEdit(options);
  const text = await textOf(path, edit);
  await writeFile(path, editConfigFile(path, text, edit), { mode: 0o600 });
  return `${describe(edit)} ${path}\n`;
}

/** The named one, else the one in use, else a new one here. */
function fileToEdit({ config }: EditOptions): string {
  if (config !== undefined) return resolve(config);
  return checkConfiguration({}, builtins).source ?? resolve('.lithops_config');
}

async function textOf(path: string, edit: ConfigEdit): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing && edit.kind === 'set') return '';
    const message = isMissing
      ? `Expected a configuration file at ${path}, but there is none: \`lithops config init\` writes one.`
      : `The configuration file ${path} cannot be read (${error instanceof Error ? error.message : error}).`;
    throw new LithopsError({ code: 'LITHOPS_CONFIG_FILE', message, cause: error });
  }
}

function describe(edit: ConfigEdit): string {
  switch (edit.kind) {
    case 'set':
      return `Set ${edit.at} in`;
    case 'unset':
      return `Took ${edit.at} out of`;
    case 'move':
      return `Moved ${edit.from} to ${edit.to} in`;
  }
}
