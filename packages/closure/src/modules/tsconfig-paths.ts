import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isSyntaxError } from './error-kind.js';
import { parents } from './package-folder.js';

/**
 * Where the `paths` of the nearest `tsconfig.json` (and what it extends by a relative path) may send a specifier.
 * Best effort: an unreadable file has no paths.
 */
export function tsconfigCandidates(specifier: string, directory: string): string[] {
  for (const folder of parents(directory)) {
    const file = join(folder, 'tsconfig.json');
    if (existsSync(file)) return candidatesOf(file, specifier, 0);
  }
  return [];
}

function candidatesOf(file: string, specifier: string, depth: number): string[] {
  const config = readConfig(file);
  if (!config || depth > 8) return [];
  const { baseUrl, paths } = config.compilerOptions ?? {};
  const base = resolve(dirname(file), baseUrl ?? '.');
  const found = Object.entries(paths ?? {}).flatMap(([pattern, targets]) => {
    const star = matchPattern(pattern, specifier);
    return star === undefined ? [] : targets.map((target) => resolve(base, target.replace('*', star)));
  });
  if (found.length > 0) return found;
  const inherited = [config.extends ?? []].flat().filter((parent) => parent.startsWith('.'));
  const fromParents = inherited.flatMap((parent) => {
    const path = resolve(dirname(file), parent);
    return candidatesOf(existsSync(path) ? path : `${path}.json`, specifier, depth + 1);
  });
  return fromParents.length > 0 || baseUrl === undefined ? fromParents : [resolve(base, specifier)];
}

/** What the star stands for; the empty string when the pattern has none and is the specifier. */
function matchPattern(pattern: string, specifier: string): string | undefined {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === specifier ? '' : undefined;
  if (!specifier.startsWith(before) || !specifier.endsWith(after)) return undefined;
  return specifier.slice(before.length, specifier.length - after.length);
}

interface TsConfig {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: {
    readonly baseUrl?: string;
    readonly paths?: Readonly<Record<string, readonly string[]>>;
  };
}

function readConfig(file: string): TsConfig | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const parsed: unknown = JSON.parse(withoutComments(readFileSync(file, 'utf8')));
    return isConfig(parsed) ? parsed : undefined;
  } catch (error) {
    // The compiler reports a broken file; here it only means that there are no paths to follow.
    if (isSyntaxError(error)) return undefined;
    throw error;
  }
}

function isConfig(value: unknown): value is TsConfig {
  return typeof value === 'object' && value !== null;
}

/** JSON with comments and trailing commas → JSON; strings (which hold paths such as `@/*`) are left alone. */
function withoutComments(text: string): string {
  return text
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string?: string) => string ?? '')
    .replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, string?: string) => string ?? '');
}
