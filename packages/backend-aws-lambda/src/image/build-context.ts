import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { WorkerBundle } from '@lithops/core/spec';

/** Where Lambda looks for code, and ours in it: beside what is the user's own. */
const TASK_ROOT = '/var/task';
const FOLDER = 'lithops';

/** A folder of what an image is made of, until it is disposed of. */
export interface BuildContext extends AsyncDisposable {
  readonly folder: string;
}

/** @param base - image that has Node.js and speaks with Lambda's Runtime API */
export async function makeContext(base: string, worker: WorkerBundle): Promise<BuildContext> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-image-'));
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await copyReadable(worker.directory, path.join(folder, FOLDER));
    await writeFile(path.join(folder, 'Dockerfile'), dockerfile(base, worker.entry));
  } catch (error) {
    await dispose();
    throw error;
  }
  return { folder, [Symbol.asyncDispose]: dispose };
}

function dockerfile(base: string, entry: string): string {
  const handler = `${FOLDER}/${path.parse(entry).name}.handler`;
  return [
    `FROM ${base}`,
    `WORKDIR ${TASK_ROOT}`,
    `COPY ${FOLDER}/ ${TASK_ROOT}/${FOLDER}/`,
    `CMD [${JSON.stringify(handler)}]`,
    '',
  ].join('\n');
}

/** In Lambda another user runs it than the one to whom files of an image belong. */
async function copyReadable(source: string, target: string): Promise<void> {
  await mkdir(target);
  await chmod(target, 0o755);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const [from, to] = [path.join(source, entry.name), path.join(target, entry.name)];
    if (entry.isDirectory()) await copyReadable(from, to);
    else {
      await copyFile(from, to);
      await chmod(to, 0o644);
    }
  }
}
