import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ended } from './lithops.js';

const index = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/** Somebody with a shell, a home of their own and no rights beyond it: what they export stays for their next commands. */
export class NewUser {
  readonly home: string;
  readonly #exports: string[] = [];
  readonly #environment: Readonly<Record<string, string>>;

  /** @param folder becomes theirs, with everything in it */
  constructor(folder: string, environment: Readonly<Record<string, string>> = {}) {
    this.home = folder;
    this.#environment = environment;
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const main = `import(${JSON.stringify(index)}).then(async ({ run }) => { process.exitCode = await run(process.argv.slice(2)); });`;
    writeFileSync(join(bin, 'lithops'), `#!${process.execPath}\n${main}\n`);
    // Editors are opened at a line; this one puts spaces in the place of a tab.
    writeFileSync(join(bin, 'editor'), `#!/bin/sh\nsed -i "\${1#+}s/\\t/  /" "$2"\n`);
    for (const name of ['lithops', 'editor']) chmodSync(join(bin, name), 0o755);
    if (isRoot) execFileSync('chown', ['-R', `${nobody}:${nobody}`, folder]);
  }

  /** Types a line into the shell. */
  types(line: string): Ended {
    const script = [...this.#exports, line].join('\n');
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script], {
      cwd: this.home,
      env: {
        PATH: `${join(this.home, 'bin')}:${process.env['PATH']}`,
        HOME: this.home,
        EDITOR: 'editor',
        TMPDIR: join(this.home, 'temp'),
        ...this.#environment,
      },
      encoding: 'utf8',
      timeout: 60_000,
      ...(isRoot ? { uid: nobody, gid: nobody } : {}),
    });
    if (status === 0 && /(^|&& )(export|unset) /.test(line)) this.#exports.push(line);
    return { code: status, stdout, stderr };
  }
}

/** Root may write everywhere, whatever the rights. */
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
