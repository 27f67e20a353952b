import { readFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../util/thrown.js';

/** What of a package.json decides which packages are needed beside it. */
export interface Manifest {
  readonly name: string | undefined;
  readonly version: string | undefined;
  /** What it needs to run, by the name under which it asks for it; values are as written there. */
  readonly needs: Readonly<Record<string, string>>;
  /** All that it names, packages for development among them. */
  readonly names: Readonly<Record<string, string>>;
  /** Packages of which it takes those that fit the system, by name. */
  readonly optional: readonly string[];
}

type Versions = Readonly<Record<string, string>>;

/** @returns `undefined`: the folder has none */
export function readManifest(folder: string): Manifest | undefined {
  try {
    return manifestFrom(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

function manifestFrom(value: unknown): Manifest {
  const needed = versionsAt(value, 'dependencies');
  const optional = versionsAt(value, 'optionalDependencies');
  const peers = versionsAt(value, 'peerDependencies');
  const hints = fieldOf(value, 'peerDependenciesMeta');
  const required = Object.entries(peers).filter(
    ([name]) => fieldOf(fieldOf(hints, name), 'optional') !== true,
  );
  const needs = { ...Object.fromEntries(required), ...needed, ...optional };
  return {
    name: textAt(value, 'name'),
    version: textAt(value, 'version'),
    needs,
    names: { ...versionsAt(value, 'devDependencies'), ...peers, ...needs },
    optional: Object.keys(optional),
  };
}

function versionsAt(value: unknown, key: string): Versions {
  const found = fieldOf(value, key);
  if (typeof found !== 'object' || found === null) return {};
  return Object.fromEntries(Object.entries(found).filter(([, version]) => typeof version === 'string'));
}

function textAt(value: unknown, key: string): string | undefined {
  const found = fieldOf(value, key);
  return typeof found === 'string' ? found : undefined;
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}
