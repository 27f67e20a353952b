import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Published } from './npm-registry.js';

/** A program's folder, as npm has left it. */
export interface ProjectParts {
  readonly registry: string;
  /** By the folder below `node_modules`: its name, or a place inside another. */
  readonly installed: Readonly<Record<string, Published>>;
  /** Of its package.json. @default none */
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Lines of its .npmrc but the registry. */
  readonly settings?: readonly string[];
  /** More files by name. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Project {
  readonly folder: string;
  /** Where its configuration is. */
  readonly configFile: string;
  /** What a CommonJS module of the project with that text exports. */
  load<T>(text: string): Promise<T>;
}

/** A project on the disk until the test has finished. */
export async function npmProject(parts: ProjectParts): Promise<Project> {
  const { registry, installed, dependencies = {}, settings = [], files = {} } = parts;
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-project-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await write(folder, {
    'lithops.yaml': '',
    'package.json': JSON.stringify({ name: 'project', dependencies }),
    '.npmrc': [`registry=${registry}/`, ...settings].join('\n'),
    ...files,
  });
  for (const [place, { name, version, manifest, files: own }] of Object.entries(installed)) {
    const text = JSON.stringify({ name, version, ...manifest });
    await write(path.join(folder, 'node_modules', place), { 'package.json': text, ...own });
  }
  let count = 0;
  return {
    folder,
    configFile: path.join(folder, 'lithops.yaml'),
    async load(text) {
      const name = `./work-${count++}.cjs`;
      await write(folder, { [name]: text });
      return createRequire(path.join(folder, 'any.cjs'))(name);
    },
  };
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
