import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../../scripts/setup/command.mjs';
import { commonJsExample, firstExample, inMain, printed } from '../src/first-example.js';

const project = inject('project');

/** Writes the files of one small program into a folder of its own, below the project where the packages are installed. */
async function program(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(project, 'program-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

function node(folder: string, ...args: readonly string[]): Promise<string> {
  return run(process.execPath, args, { cwd: folder, timeoutMs: 60_000 });
}

function command(name: string): string {
  return path.join(
    project,
    'node_modules',
    { tsc: 'typescript/bin/tsc', jest: 'jest/bin/jest.js', vitest: 'vitest/vitest.mjs' }[name] ?? name,
  );
}

function tsconfig(compilerOptions: Readonly<Record<string, unknown>>): string {
  const shared = { strict: true, types: ['node'], lib: ['ES2023', 'ESNext.Disposable'], outDir: 'out' };
  return JSON.stringify({ compilerOptions: { ...shared, ...compilerOptions } });
}

describe("the README's first example, from the packed packages in an empty project", () => {
  it('runs as an ES module that tsc compiled', async () => {
    const config = tsconfig({ module: 'NodeNext', target: 'ES2022' });
    const folder = await program({
      'package.json': '{"type":"module"}',
      'tsconfig.json': config,
      'hello.ts': firstExample,
    });
    await node(folder, command('tsc'));
    expect(await node(folder, 'out/hello.js')).toBe(printed);
  });

  it('runs as CommonJS that tsc compiled', async () => {
    const config = tsconfig({ module: 'NodeNext', target: 'ES2022' });
    const folder = await program({
      'package.json': '{"type":"commonjs"}',
      'tsconfig.json': config,
      'hello.ts': inMain('void main();'),
    });
    await node(folder, command('tsc'));
    expect(await node(folder, 'out/hello.js')).toBe(printed);
  });

  it('runs as plain CommonJS, with an async main', async () => {
    const folder = await program({ 'hello.cjs': commonJsExample });
    expect(await node(folder, 'hello.cjs')).toBe(printed);
  });

  it('runs with tsx', async () => {
    const folder = await program({ 'package.json': '{"type":"module"}', 'hello.ts': firstExample });
    expect(await node(folder, '--import', 'tsx', 'hello.ts')).toBe(printed);
  });

  it('runs with tsx as CommonJS in a .cts file', async () => {
    const folder = await program({ 'hello.cts': inMain('void main();') });
    expect(await node(folder, '--import', 'tsx', 'hello.cts')).toBe(printed);
  });

  it("runs with Node 24's own type stripping", async () => {
    const folder = await program({ 'package.json': '{"type":"module"}', 'hello.ts': firstExample });
    expect(await run(inject('node24'), ['hello.ts'], { cwd: folder, timeoutMs: 60_000 })).toBe(printed);
  });

  it('runs in a service with decorators, compiled as NestJS projects are (module: commonjs)', async () => {
    const folder = await program({
      'package.json': '{"type":"commonjs"}',
      'tsconfig.json': tsconfig({
        module: 'commonjs',
        target: 'ES2021',
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        esModuleInterop: true,
        skipLibCheck: true,
      }),
      'hello.ts': nestStyle,
    });
    await node(folder, command('tsc'));
    expect(await node(folder, 'out/hello.js')).toBe(printed);
  });

  it('runs in a Jest test, CommonJS', async () => {
    const folder = await program({
      'jest.config.cjs': 'module.exports = { transform: {}, testMatch: ["**/*.test.cjs"] };',
      'squares.test.cjs': testOf("const { FunctionExecutor } = require('@lithops/core');"),
    });
    expect(await node(folder, command('jest'), '--ci')).toMatch(/Tests: +1 passed, 1 total/);
  });

  it('runs in a Jest test, ES modules', async () => {
    const folder = await program({
      'jest.config.cjs': 'module.exports = { transform: {}, testMatch: ["**/*.test.mjs"] };',
      'squares.test.mjs': testOf("import { FunctionExecutor } from '@lithops/core';"),
    });
    const output = await node(folder, '--experimental-vm-modules', command('jest'), '--ci');
    expect(output).toMatch(/Tests: +1 passed, 1 total/);
  });

  it('runs in a vitest test', async () => {
    const imports =
      "import { expect, test } from 'vitest';\nimport { FunctionExecutor } from '@lithops/core';";
    const folder = await program({ 'package.json': '{"type":"module"}', 'squares.test.ts': testOf(imports) });
    const output = await run(process.execPath, [command('vitest'), 'run'], {
      cwd: folder,
      env: { NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    expect(output).toMatch(/Tests +1 passed \(1\)/);
  });
});

/** A test as a user of Jest or vitest would write it. */
function testOf(imports: string): string {
  return `${imports}

test('squares', async () => {
  const exec = new FunctionExecutor();
  try {
    expect(await exec.map((x) => x * x, [1, 2, 3])).toEqual([1, 4, 9]);
  } finally {
    await exec.close();
  }
});
`;
}

const nestStyle = `import { FunctionExecutor } from '@lithops/core';

function Injectable(): ClassDecorator {
  return (target) => Object.freeze(target.prototype) && undefined;
}

@Injectable()
class SquaresService {
  private readonly executor = new FunctionExecutor();

  squares(numbers: number[]): Promise<number[]> {
    return this.executor.map((x: number) => x * x, numbers);
  }

  onModuleDestroy(): Promise<void> {
    return this.executor.close();
  }
}

async function bootstrap() {
  const service = new SquaresService();
  console.log(await service.squares([1, 2, 3]));
  await service.onModuleDestroy();
}
bootstrap();
`;
