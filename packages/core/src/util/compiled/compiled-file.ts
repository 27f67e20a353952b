import { closeSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { Script } from 'node:vm';
import { CompiledCode } from './compiled-code.js';

/**
 * The script of a CommonJS module without `import()`, compiled by an earlier process if one has been so kind. V8 compares no
 * more of the source than its length, so that what is kept names the very file that it is of.
 */
export class CompiledFile {
  readonly file: string;
  readonly #script: Script;
  readonly #code: CompiledCode;
  #isKept: boolean;

  private constructor(file: string, script: Script, code: CompiledCode) {
    this.file = file;
    this.#script = script;
    this.#code = code;
    this.#isKept = script.cachedDataRejected === false;
  }

  static read(file: string): CompiledFile {
    const fd = openSync(file, 'r');
    try {
      const code = new CompiledCode(file, stampOf(fstatSync(fd)));
      const script = new Script(wrapped(readFileSync(fd, 'utf8')), {
        filename: file,
        cachedData: code.read(),
      });
      return new CompiledFile(file, script, code);
    } finally {
      closeSync(fd);
    }
  }

  /** @returns the function that Node.js makes of a module */
  evaluate(): ModuleFunction {
    return this.#script.runInThisContext();
  }

  /** Keeps what is compiled now, functions that have run included, unless that has been done. */
  keep(): void {
    if (this.#isKept) return;
    this.#isKept = true;
    this.#code.write(this.#script.createCachedData());
  }
}

/** What a CommonJS module is run as. */
export type ModuleFunction = (
  this: unknown,
  exports: unknown,
  require: (name: string) => unknown,
  module: NodeJS.Module,
  file: string,
  directory: string,
) => void;

function wrapped(source: string): string {
  return `(function (exports, require, module, __filename, __dirname) { ${source}\n})`;
}

/** Changes whenever the file does: packages come with the same old time of modification in each version. */
function stampOf({ dev, ino, size, ctimeMs }: Stats): string {
  return [dev, ino, size, ctimeMs].join(':');
}
