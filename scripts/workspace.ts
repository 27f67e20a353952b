import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup/command.mjs';

/** The fields of a package.json that the scripts look at. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** One package of the workspace. */
export interface WorkspacePackage {
  /** From the project's folder, with `/`: `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** One file of the project. */
export interface ProjectFile {
  /** From the project's folder, with `/`: `packages/core/src/index.ts`. */
  readonly path: string;
  readonly text: string;
}

/** All packages that have a package.json: published ones first, then testing, examples, bench and the website. Plug-ins among the examples are packages, too. */
export function workspacePackages(): readonly WorkspacePackage[] {
  const parents = ['packages', 'testing', 'examples/plugins'];
  const folders = [...parents.flatMap(childFolders), 'examples', 'bench', 'website'];
  return folders
    .filter((folder) => existsSync(path.join(root, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: readManifest(folder) }));
}

/** The packages that are published. */
export function publishedPackages(): readonly WorkspacePackage[] {
  return workspacePackages().filter(({ folder }) => folder.startsWith('packages/'));
}

/** Where the project's repository is, such as `git+https://example.org/owner/name.git`: the root's package.json says it. */
export function repositoryUrl(): string {
  const { repository }: { repository: { url: string } } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  return repository.url;
}

/** Files below a folder with one of these extensions, sorted; nothing that is installed or built. */
export function filesBelow(folder: string, extensions: readonly string[]): readonly ProjectFile[] {
  return paths(folder)
    .filter((file) => extensions.includes(path.extname(file)))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** The text of one file, from the project's folder; `undefined` when there is none. */
export function readProjectFile(file: string): string | undefined {
  const absolute = path.join(root, file);
  return existsSync(absolute) ? readFileSync(absolute, 'utf8') : undefined;
}

/** Everything a person wrote in TypeScript or JavaScript, wherever it lies. */
export function sourceFiles(): readonly ProjectFile[] {
  const extensions = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs'];
  return ['packages', 'testing', 'examples', 'bench', 'scripts', 'website'].flatMap((folder) =>
    filesBelow(folder, extensions),
  );
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
}

function childFolders(parent: string): string[] {
  const folder = path.join(root, parent);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => `${parent}/${name}`)
    .filter((child) => statSync(path.join(root, child)).isDirectory());
}

/** What the file system holds beside what people wrote. */
const made = /^(?:node_modules|dist|coverage|results|\.turbo|\.generated.*)$/;

function paths(folder: string): string[] {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  const found: string[] = [];
  for (const entry of readdirSync(absolute, { withFileTypes: true })) {
    const child = `${folder}/${entry.name}`;
    if (entry.isDirectory() && !made.test(entry.name)) found.push(...paths(child));
    else if (entry.isFile()) found.push(child);
  }
  return found.sort();
}
