import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { workerNodeOptions } from '../util/node-options.js';
import { codeOf } from '../util/thrown.js';
import { firstAbove } from './find-package.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What an npm above this program was told, and what is none of its child's business. */
const FOR_ANOTHER_PROJECT =
  /^npm_config_(?:workspaces?|include_workspace_root|global|location|prefix|local_prefix|dry_run|package_lock_only|omit|include|only|production)$/i;

const SECRET_NAME = /auth|token|passw|secret|key$/i;

/** The `.npmrc` of the project that a folder belongs to. */
export function projectSettingsFile(folder: string): string | undefined {
  return firstAbove(folder, (above) => {
    const file = path.join(above, '.npmrc');
    return linesOf(file) === undefined ? undefined : file;
  });
}

/** The environment in which npm does what it is asked, and nothing that another npm was. */
export function npmEnvironment(environment: Environment): Environment {
  const { NODE_OPTIONS: options, ...others } = environment;
  const kept = Object.entries(others).filter(([name]) => !FOR_ANOTHER_PROJECT.test(name));
  return { ...Object.fromEntries(kept), NODE_OPTIONS: workerNodeOptions(options) };
}

/** Everything that npm is told and that nobody else may read: of the environment, and of settings files. */
export function npmSecrets(projectFile: string | undefined, environment: Environment): readonly string[] {
  const userFile = environment['npm_config_userconfig'] ?? path.join(homedir(), '.npmrc');
  const files = [projectFile, userFile].flatMap((file) => (file === undefined ? [] : (linesOf(file) ?? [])));
  const settings = files.map((line) => [nameOf(line), settingOf(line, environment)] as const);
  return [...settings, ...Object.entries(environment)].flatMap(([name, value]) =>
    value !== undefined && SECRET_NAME.test(name) ? [value] : [],
  );
}

function linesOf(file: string): readonly string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    // Unreadable for us is unreadable for npm, which says so.
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EISDIR'].includes(String(codeOf(error)))) return undefined;
    throw error;
  }
}

function nameOf(line: string): string {
  return line.split('=')[0] ?? '';
}

/** `${NAME}` stands for a variable. */
function settingOf(line: string, environment: Environment): string {
  const [, ...value] = line.split('=');
  const text = value
    .join('=')
    .trim()
    .replace(/^"(.*)"$/, '$1');
  return text.replace(/\$\{(\w+)\??\}/g, (whole, name: string) => environment[name] ?? whole);
}
