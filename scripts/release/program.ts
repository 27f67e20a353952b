import type { Combination } from './combinations.js';

/** How a program is loaded. */
export type ModuleKind = 'ESM' | 'CommonJS';

/** A program, in plain JavaScript that Node.js 20 runs as it is. */
export interface Program {
  readonly file: string;
  readonly text: string;
  /** All that it prints. */
  readonly prints: string;
}

/** A program that makes something of each package of a combination and runs a job on this machine. */
export function programOf(combination: Combination, kind: ModuleKind): Program {
  const { library, imports, statements, prints } = combination;
  const modules = { core: library, ...imports };
  const body = ['const { FunctionExecutor } = core;', ...statements, hello].join('\n');
  return {
    file: kind === 'ESM' ? 'hello.mjs' : 'hello.cjs',
    text: `${load(modules, kind)}\nasync function main() {\n${body}\n}\nmain();\n`,
    prints: [...prints, '[ 1, 4, 9 ]', ''].join('\n'),
  };
}

const hello = `
  const exec = new FunctionExecutor();
  try {
    console.log(await exec.map((x) => x * x, [1, 2, 3]));
  } finally {
    await exec.close();
  }`;

function load(modules: Readonly<Record<string, string>>, kind: ModuleKind): string {
  const lines = Object.entries(modules).map(([name, specifier]) =>
    kind === 'ESM' ? `import * as ${name} from '${specifier}';` : `const ${name} = require('${specifier}');`,
  );
  return lines.join('\n');
}
