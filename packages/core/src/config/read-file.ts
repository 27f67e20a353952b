import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LithopsError } from '../errors/lithops-error.js';
import { type Mend, mendableError } from '../errors/mend.js';
import { codeOf } from '../util/thrown.js';
import type { Surroundings } from './surroundings.js';
import { usualPlaces } from './usual-places.js';

/** A configuration file as it was found. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Reads the file the user names, or the first that exists of the usual places; `undefined`: there is none.
 *
 * @throws {LithopsError} `LITHOPS_CONFIG_FILE` when a named file does not exist, or one that exists cannot be read.
 */
export function readConfigFile(
  configFile: string | undefined,
  surroundings: Surroundings,
): ConfigFile | undefined {
  const variable = surroundings.environment['LITHOPS_CONFIG_FILE'];
  if (configFile !== undefined) return readNamed(configFile, 'option configFile', surroundings);
  if (variable) return readNamed(variable, 'environment variable LITHOPS_CONFIG_FILE', surroundings);
  for (const path of usualPlaces(surroundings)) {
    const file = readIfThere(path);
    if (file !== undefined) return file;
  }
  return undefined;
}

function readNamed(named: string, by: string, surroundings: Surroundings): ConfigFile {
  const { workingDirectory, homeDirectory } = surroundings;
  const path = resolve(
    workingDirectory,
    named.replace(/^~(?=[/\\]|$)/, () => homeDirectory ?? '~'),
  );
  const file = readIfThere(path);
  if (file === undefined) {
    throw fileError(
      `Expected a configuration file at ${path} (${by}), but there is none: \`lithops config init\` writes one.`,
      { mend: { kind: 'write', path } },
    );
  }
  return file;
}

function readIfThere(path: string): ConfigFile | undefined {
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'EISDIR')
      throw fileError(`Expected a configuration file at ${path}, got a directory.`, { cause: error });
    throw fileError(`The configuration file ${path} cannot be read (${code ?? String(error)}).`, {
      cause: error,
    });
  }
}

function fileError(
  message: string,
  { cause, mend }: { readonly cause?: unknown; readonly mend?: Mend },
): LithopsError {
  return mendableError({ code: 'LITHOPS_CONFIG_FILE', message, cause, mend });
}
