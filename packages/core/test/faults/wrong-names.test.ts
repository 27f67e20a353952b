import { FunctionExecutor } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../support/configuration.js';
import { executorIn, onThisMachine, rejectionOf } from '../support/executors.js';

const error = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe('a name that does not exist', () => {
  it('of an option of an executor, or of a call: the nearest one', async () => {
    const wrong: object = { maxWorker: 2 };
    expect(() => new FunctionExecutor(wrong)).toThrow(
      error('LITHOPS_UNKNOWN_OPTION', /maxWorker.*maxWorkers/),
    );
    const exec = executorIn(onThisMachine);
    const misspelt: object = { timeoutMS: 2 };
    expect(() => exec.map((x: number) => x, [1], misspelt)).toThrow(
      error('LITHOPS_UNKNOWN_OPTION', /timeoutMS.*timeoutMs/),
    );
    expect(() => exec.callAsync((x: number) => x, 1, misspelt)).toThrow(
      error('LITHOPS_UNKNOWN_OPTION', /timeoutMS.*timeoutMs/),
    );
    const inside = exec.callAsync(
      (_: number, ctx) => ctx.map((x: number) => x, [1], { timeoutMS: 2 } as object),
      1,
    );
    expect((await rejectionOf(inside)).message).toMatch(/timeoutMS.*timeoutMs/);
  });

  it('of a key in config or file: the nearest one, and where it stands', () => {
    expect(() => new FunctionExecutor({ config: { lithops: { bakend: 'localhost' } } })).toThrow(
      /bakend.*backend/,
    );
    const folder = folderWith({ 'lithops.yaml': 'lithops:\n  backend: localhost\n  datacleaner: true\n' });
    expect(() => new FunctionExecutor({ configFile: `${folder}/lithops.yaml` })).toThrow(
      /lithops\.yaml:3.*datacleaner.*data_cleaner/,
    );
  });

  it('of a backend: the nearest one', () => {
    expect(() => new FunctionExecutor({ backend: 'localhots' })).toThrow(/localhots.*localhost/);
  });
});

describe('a file that is no YAML', () => {
  it('is refused with file and line', () => {
    const folder = folderWith({ 'lithops.yaml': 'lithops:\n  backend: localhost\n   storage: [\n' });
    expect(() => new FunctionExecutor({ configFile: `${folder}/lithops.yaml` })).toThrow(
      error('LITHOPS_CONFIG_FILE', /lithops\.yaml:2:12/),
    );
  });
});
