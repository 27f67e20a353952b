import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { ConfiguredCheck } from './check.js';
import { mendCommand } from './mend-command.js';

const engines = ['docker', 'podman'];

/** Workers in a container image of this machine need an engine; elsewhere the platform brings it. */
export const containerEngineCheck: ConfiguredCheck = {
  name: 'containers',
  async run({ configuration }) {
    const { compute, worker, sources } = configuration;
    if (compute.plugin.name !== 'localhost' || worker.runtime === undefined) return [];
    const named = compute.sections['localhost']?.['container_engine'];
    const wanted = typeof named === 'string' ? [named] : engines;
    const found = await firstProgram(wanted);
    if (found !== undefined) return [{ level: 'ok', message: `${found} is there` }];
    const origin = sources['localhost.runtime'] ?? { kind: 'default' };
    return [
      {
        level: 'problem',
        message: `expected ${wanted.join(' or ')} to run the image "${worker.runtime}", got none on the PATH`,
        fix: mendCommand({ kind: 'unset', origin, at: 'localhost.runtime' }),
      },
    ];
  },
};

async function firstProgram(names: readonly string[]): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const places = (name: string): readonly string[] =>
    isAbsolute(name) || name.includes('/') ? [resolve(name)] : folders.map((folder) => join(folder, name));
  for (const file of names.flatMap(places)) {
    if (await isProgram(file)) return file;
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false, // not there, or not for us: both mean to look on
  );
}
