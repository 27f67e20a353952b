import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { ConfiguredCheck } from './check.js';
import { mendCommand } from './mend-command.js';

const engines = ['docker', 'podman'];

/** Workers in a container image of this machine need an engine; elsewhere the platform brings it. */
export const containerEngineCheck: ConfiguredCheck = {
  name: 'containers',
  async run({ configuration }) {
    const { compute, worker, sources } = configuration;
    if (compute.plugin.name !== 'localhost' || worker.runtime === undefined) return [];
    const found = await firstProgram(engines);
    if (found !== undefined) return [{ level: 'ok', message: `${found} runs images` }];
    const origin = sources['localhost.runtime'] ?? { kind: 'default' };
    return [
      {
        level: 'problem',
        message: `expected docker or podman to run the image "${worker.runtime}", got neither on the PATH`,
        fix: mendCommand({ kind: 'unset', origin, at: 'localhost.runtime' }),
      },
    ];
  },
};

async function firstProgram(names: readonly string[]): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const file of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
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
