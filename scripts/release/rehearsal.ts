import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root, run } from '../setup/command.mjs';
import { publishedPackages } from '../workspace.js';
import { copyCheckout, withoutProvenance } from './checkout.js';
import type { Versions } from './versions.js';

/** The project in a throw-away folder, where a release is rehearsed. */
export class Rehearsal {
  readonly #project: string;
  readonly #folders = publishedPackages().map(({ folder }) => folder);

  private constructor(project: string) {
    this.#project = project;
  }

  /** Copies the project, as it lies here, below a folder. */
  static async in(scratch: string): Promise<Rehearsal> {
    const project = path.join(scratch, 'checkout');
    await mkdir(project);
    await copyCheckout(project);
    return new Rehearsal(project);
  }

  /** The version of each package that is published. */
  async versions(): Promise<Versions> {
    const manifests = await Promise.all(
      this.#folders.map((folder) => readFile(path.join(this.#project, folder, 'package.json'), 'utf8')),
    );
    return new Map(manifests.map((text) => JSON.parse(text)).map(({ name, version }) => [name, version]));
  }

  /** The texts of the changesets that wait for a release. */
  async changesets(): Promise<readonly string[]> {
    const folder = path.join(this.#project, '.changeset');
    const files = (await readdir(folder)).filter((file) => file.endsWith('.md') && file !== 'README.md');
    return Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  }

  /** Moves the versions, as the pull request of a release does. */
  async version(): Promise<void> {
    await this.#npm('run', 'release:version');
  }

  /** Builds and publishes, as a release does, to another registry. */
  async publish(registry: string): Promise<void> {
    await withoutProvenance(this.#folders.map((folder) => path.join(this.#project, folder)));
    const lines = [
      `${registry.replace(/^https?:/, '')}:_authToken=none`, // npm sends nothing without one
      `@lithops:registry=${registry}`, // whatever a maintainer has configured for our scope
    ];
    await writeFile(path.join(this.#project, '.npmrc'), `${lines.join('\n')}\n`);
    await this.#npm('run', 'release:publish', '--', '--registry', registry);
  }

  async #npm(...args: readonly string[]): Promise<void> {
    // what was built from the same files before is not built again, wherever that was
    const env = { TURBO_CACHE_DIR: path.join(root, '.turbo/cache') };
    await run('npm', args, { cwd: this.#project, env });
  }
}
