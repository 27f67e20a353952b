import { access, constants, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { DoctorFinding } from '../spec/doctor.js';
import { shellQuoted } from '../util/shell-quote.js';
import { codeOf } from '../util/thrown.js';

/** Where free space begins to be a worry, bytes. */
const littleSpaceBytes = 256 * 1024 ** 2;

/** Free and whole space of the disk that a folder lies on, bytes; `undefined`: its file system does not say. */
export type SpaceOf = (folder: string) => Promise<number | undefined>;

/** Can the folder of the localhost storage be written, and is there room? One that is missing is made when needed. */
export async function examineRoot(root: string, spaceOf: SpaceOf = freeSpace): Promise<DoctorFinding[]> {
  const { obstacle, last } = await walkTo(path.join(root, '.staging'), root);
  if (obstacle !== undefined) return [await blocked(root, obstacle)];
  const freeBytes = await spaceOf(last);
  if (freeBytes !== undefined && freeBytes < littleSpaceBytes) return [littleSpace(root, freeBytes)];
  return [{ level: 'ok', message: `the folder ${root} can be written` }];
}

interface Obstacle {
  readonly folder: string;
  readonly kind: 'no folder' | 'no rights' | 'read-only disk';
}

/** From the top down: every folder must let us in; the root and what is below it, or else the last that exists, must take files. */
async function walkTo(
  goal: string,
  root: string,
): Promise<{ readonly obstacle: Obstacle | undefined; readonly last: string }> {
  let last = path.parse(goal).root;
  for (const folder of foldersOf(goal)) {
    const isMissing = await isMissingAt(folder);
    if (isMissing) return { obstacle: await obstacleAt(last, true), last };
    const mustTakeFiles = folder === root || folder === goal;
    const obstacle = await obstacleAt(folder, mustTakeFiles);
    if (obstacle !== undefined) return { obstacle, last };
    last = folder;
  }
  return { obstacle: undefined, last };
}

function foldersOf(goal: string): readonly string[] {
  const above = path.dirname(goal);
  return above === goal ? [goal] : [...foldersOf(above), goal];
}

async function isMissingAt(folder: string): Promise<boolean> {
  try {
    await stat(folder);
    return false;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true;
    throw error;
  }
}

async function obstacleAt(folder: string, mustTakeFiles: boolean): Promise<Obstacle | undefined> {
  if (!(await stat(folder)).isDirectory()) return { folder, kind: 'no folder' };
  try {
    await access(folder, mustTakeFiles ? constants.X_OK | constants.W_OK : constants.X_OK);
    return undefined;
  } catch (error) {
    return { folder, kind: codeOf(error) === 'EROFS' ? 'read-only disk' : 'no rights' };
  }
}

async function blocked(root: string, { folder, kind }: Obstacle): Promise<DoctorFinding> {
  const { uid } = await stat(folder);
  const isOurs = process.getuid === undefined || uid === process.getuid();
  return {
    level: 'problem',
    message: `expected ${root} to be a folder that can be written, got ${descriptions[kind]} at ${folder}`,
    fix: isOurs && kind !== 'read-only disk' ? mendOwn(folder, kind) : otherFolder,
  };
}

const descriptions: Readonly<Record<Obstacle['kind'], string>> = {
  'no folder': 'a file',
  'no rights': 'one that this user may not write to',
  'read-only disk': 'a disk that is mounted read-only',
};

const otherFolder = 'mkdir -p "$HOME/tmp" && export TMPDIR="$HOME/tmp"';

function mendOwn(folder: string, kind: Obstacle['kind']): string {
  const name = shellQuoted(folder);
  return kind === 'no folder' ? `mv ${name} ${shellQuoted(`${folder}.old`)}` : `chmod u+rwx ${name}`;
}

async function freeSpace(folder: string): Promise<number | undefined> {
  const { bavail, bsize, blocks } = await statfs(folder);
  return blocks === 0 ? undefined : bavail * bsize;
}

function littleSpace(root: string, freeBytes: number): DoctorFinding {
  const free = `${Math.floor(freeBytes / 1024 ** 2)} MB`;
  return {
    level: freeBytes === 0 ? 'problem' : 'warning',
    message: `expected room for temporary data in ${root}, got a disk with ${free} left`,
    fix: 'lithops clean --all',
  };
}
