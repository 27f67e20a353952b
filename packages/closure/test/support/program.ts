import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

type AnyFunction = (...values: unknown[]) => unknown;

/** A CommonJS program in a folder of its own, with packages of its own, loaded by Node.js itself. */
export class Program {
  readonly folder = mkdtempSync(join(import.meta.dirname, '..', '.program-'));

  constructor() {
    this.write('package.json', '{ "name": "program" }');
  }

  write(path: string, text: string): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  install(name: string, manifest: object, source: string): void {
    this.write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', ...manifest }));
    this.write(`node_modules/${name}/index.js`, source);
  }

  /** Loads a module and gives the function it exports under this name. */
  load(exportName: string, source: string): AnyFunction {
    const file = this.write(`${createHash('sha1').update(source).digest('hex')}.cjs`, source);
    const module: Readonly<Record<string, AnyFunction>> = createRequire(file)(file);
    const exported = module[exportName];
    if (exported === undefined) throw new Error(`the module exports no ${exportName}`);
    return exported;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
