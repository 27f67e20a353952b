import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../../scripts/setup/command.mjs';

/** An image of this very Node.js: no registry is asked. @returns its name */
export async function nodeImage(engineArguments: readonly string[], folder: string): Promise<string> {
  const node = realpathSync(process.execPath);
  copyInto(folder, node, '/usr/bin/node');
  const linked = execFileSync('ldd', [node], { encoding: 'utf8' });
  for (const [library] of linked.matchAll(/\/\S+/g)) copyInto(folder, library, library);
  mkdirSync(path.join(folder, 'tmp'));
  return importImage(engineArguments, 'node', folder);
}

function copyInto(folder: string, source: string, target: string): void {
  const file = path.join(folder, target);
  mkdirSync(path.dirname(file), { recursive: true });
  copyFileSync(source, file);
}

/** Makes an image of a folder, which is made where there is none. @returns its name */
export async function importImage(
  engineArguments: readonly string[],
  name: string,
  folder: string,
): Promise<string> {
  mkdirSync(path.join(folder, 'etc'), { recursive: true });
  const archive = `${folder}.tar`;
  const image = `localhost/lithops-test-${name}:latest`;
  await run('tar', ['--create', '--file', archive, '--directory', folder, '.']);
  await run('podman', [...engineArguments, 'import', archive, image]);
  return image;
}
