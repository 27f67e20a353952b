import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FunctionExecutor, LocalhostExecutor } from '@lithops/core';
import { afterAll, describe, expect, it } from 'vitest';

const thisFile = fileURLToPath(import.meta.url);
const lines = readFileSync(thisFile, 'utf8').split('\n');

/** `file:line` of the only line that ends so. */
function place(end: string): string {
  const found = lines.flatMap((line, index) => (line.endsWith(`// ${end}`) ? [index + 1] : []));
  expect(found).toHaveLength(1);
  return `${thisFile}:${found[0]}:`;
}

function framesOf(error: unknown): readonly string[] {
  return String((error as Error).stack)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
}

function thrownBy(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('Expected an error, got none.');
}

const exec = new FunctionExecutor();
afterAll(() => exec.close());

describe('the stack of an error begins with the line of the program', () => {
  it('that made an executor of a wrong configuration', () => {
    const error = thrownBy(() => {
      new LocalhostExecutor({ backend: 'nowhere' }); // made here
    });
    expect(framesOf(error)[0]).toContain(place('made here'));
  });

  it('that gave a function which cannot travel', () => {
    const held = new WeakMap();
    const error = thrownBy(() => {
      exec.map(() => held, [1]); // given here
    });
    expect(framesOf(error)[0]).toContain(place('given here'));
  });

  it('that chained a function which cannot travel', async () => {
    const held = new WeakMap();
    const list = exec.map((x: number) => x, [1]);
    const error = thrownBy(() => {
      list.map(() => held); // chained here
    });
    expect(framesOf(error)[0]).toContain(place('chained here'));
    await list;
  });

  it('that began calls which were cut off', async () => {
    const short = new FunctionExecutor();
    const list = short.map(() => new Promise(() => undefined), [1]); // begun here
    await short.close();
    const error = await list.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'LITHOPS_CANCELLED' });
    expect(framesOf(error)[0]).toContain(place('begun here'));
  });

  it('that sent an item which cannot travel, below which one it is', async () => {
    const list = exec.map((x: unknown) => x, [new WeakMap()]); // sent here
    const error = await list.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'LITHOPS_VALUE' });
    const [call = '', sent = ''] = framesOf(error);
    expect(call).toMatch(/^ +at call 00000000 of \S+$/);
    expect(sent).toContain(place('sent here'));
  });
});

describe('the stack of what a function threw', () => {
  it('goes on, below the call, with the line of the program that began it', async () => {
    const list = exec.map(() => {
      throw new Error('out'); // thrown here
    }, [1]);
    const error = await list.catch((thrown: unknown) => thrown);
    const [thrown = '', call = '', begun = ''] = framesOf(error);
    expect(thrown).toContain(place('thrown here'));
    expect(call).toMatch(/at call 00000000 of /);
    expect(begun).toContain(thisFile);
  });

  it("shows the program's lines for its causes and the errors that it gathers, too", async () => {
    const error: unknown = await exec
      .callAsync(() => {
        const cause = new Error('below'); // cause here
        throw new AggregateError([new Error('one of them')], 'above', { cause }); // gathered here
      })
      .catch((thrown: unknown) => thrown);
    const { cause, errors } = error as AggregateError;
    expect(framesOf(cause)).toEqual([expect.stringContaining(place('cause here'))]);
    expect(framesOf(errors[0])).toEqual([expect.stringContaining(place('gathered here'))]);
  });
});
