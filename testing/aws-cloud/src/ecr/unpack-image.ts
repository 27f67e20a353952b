import { execFile } from 'node:child_process';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Image } from './image-registry.js';

const execute = promisify(execFile);

/** Puts the layers of an image over each other. Files that a layer deletes stay: functions are not to rely on that. */
export async function unpackImage(
  [config, ...layers]: readonly [config: Buffer, ...layers: Buffer[]],
  folder: string,
): Promise<Pick<Image, 'folder' | 'handler'>> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  const archive = `${folder}.layer`;
  for (const layer of layers) {
    await writeFile(archive, layer);
    const how = ['--extract', '--file', archive, '--directory', folder, '--no-same-owner', '--exclude=.wh.*'];
    await execute('tar', how);
  }
  await rm(archive, { force: true });
  const { Cmd, WorkingDir } = JSON.parse(config.toString()).config ?? {};
  const [handler = ''] = Array.isArray(Cmd) ? Cmd.map(String) : [];
  const root = path.join(folder, typeof WorkingDir === 'string' ? WorkingDir : '/var/task');
  await mkdir(root, { recursive: true });
  return { folder: root, handler };
}
