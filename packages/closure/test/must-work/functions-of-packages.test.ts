import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capture } from '../../src/index.js';
import { Program } from '../support/program.js';
import { refusalOf } from '../support/refusal.js';
import { remote } from '../support/remote.js';

type Numbers = (x: number) => number;

/** A package that hands its own functions to whoever ships them. */
interface Team {
  readonly exported: Numbers;
  /** A function that is not exported. */
  inner(): Numbers;
  /** A closure. */
  adder(by: number): Numbers;
  setState(value: number): void;
}

/** One whose functions close over what has no copy. */
interface Memory {
  readonly count: Numbers;
  inner(): Numbers;
}

const esModule = { type: 'module', exports: './index.js' };
let program: Program;
let packages: Readonly<Record<string, Team>>;

beforeAll(async () => {
  program = new Program();
  program.install('sums', {}, 'exports.plus = (a, b) => a + b;');
  installCommonJs('team-of-common-js');
  installEsm('team-of-modules');
  packages = {
    'team-of-common-js': await importedBy<Team>(program, 'team-of-common-js'),
    'team-of-modules': await importedBy<Team>(program, 'team-of-modules'),
  };
});
afterAll(() => program.remove());

describe.each(['team-of-common-js', 'team-of-modules'])('a function of the installed package %s', (name) => {
  const team = (): Team => packages[name] ?? expect.unreachable(name);

  it('that is not exported travels with its state and what it imports, every time', async () => {
    team().setState(5);
    const inner = team().inner();
    const first = capture(inner);
    expect(capture(inner).hash).toBe(first.hash);
    expect(await remote(inner, 1)).toBe(2 + 5);
  });

  it('that is a closure travels with what it closes over, every time', async () => {
    team().setState(5);
    const adder = team().adder(100);
    const first = capture(adder);
    expect(capture(adder).hash).toBe(first.hash);
    expect(await remote(adder, 1)).toBe(2 + 5 + 100);
  });

  it('that is exported travels in the same way', async () => {
    team().setState(7);
    expect(await remote(team().exported, 1)).toBe(8);
  });
});

describe('a function of an installed package that closes over what has no copy', () => {
  let memories: readonly Memory[];

  beforeAll(async () => {
    const text = `
      const seen = new WeakMap();
      function count(x) { return x + (seen.has(globalThis) ? 1 : 0); }
      function hidden(x) { return x + (seen.has(globalThis) ? 1 : 0); }
      const inner = () => hidden;`;
    program.install('memory-of-common-js', {}, `${text} module.exports = { count, inner };`);
    program.install('memory-of-modules', esModule, `${text} export { count, inner };`);
    memories = await Promise.all([
      importedBy<Memory>(program, 'memory-of-common-js'),
      importedBy<Memory>(program, 'memory-of-modules'),
    ]);
  });

  it('goes by name when it is exported, every time', async () => {
    for (const { count } of memories) {
      const first = capture(count);
      expect(capture(count).hash).toBe(first.hash);
      expect(await remote(count, 3)).toBe(3);
    }
  });

  it('is refused for what it closes over when it is not, every time', () => {
    for (const { inner } of [...memories, ...memories]) {
      expect(refusalOf(inner())).toMatchObject({ code: 'LITHOPS_CLOSURE', path: 'hidden → seen' });
    }
  });
});

describe('a function of an installed package that is an item', () => {
  it('is refused when it is not exported, every time', async () => {
    const inner = Object.values(packages).map((team) => team.inner());
    const call = (fn: Numbers) => fn(1);
    for (const fn of [...inner, ...inner]) {
      await expect(remote(call, fn)).rejects.toThrow('that is not exported from there');
    }
  });
});

/** A package as a program of its own imports it. */
async function importedBy<T>(from: Program, name: string): Promise<T> {
  const load = from.load('load', 'exports.load = (name) => import(name);');
  return (await load(name)) as T;
}

function installCommonJs(name: string): void {
  program.install(
    name,
    {},
    `const { plus } = require('sums');
    const { twice } = require('./helper.js');
    let state = 0;
    function inner(x) { return plus(twice(x), state); }
    exports.exported = function exported(x) { return plus(x, state); };
    exports.inner = () => inner;
    exports.adder = (by) => (x) => plus(inner(x), by);
    exports.setState = (value) => { state = value; };`,
  );
  program.write(`node_modules/${name}/helper.js`, 'exports.twice = (x) => 2 * x;');
}

function installEsm(name: string): void {
  program.install(
    name,
    esModule,
    `import { plus } from 'sums';
    import { twice } from './helper.js';
    let state = 0;
    function inner(x) { return plus(twice(x), state); }
    export function exported(x) { return plus(x, state); }
    const give = () => inner;
    export { give as inner };
    export const adder = (by) => (x) => plus(inner(x), by);
    export const setState = (value) => { state = value; };`,
  );
  program.write(`node_modules/${name}/helper.js`, 'export const twice = (x) => 2 * x;');
}
