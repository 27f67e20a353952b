import { obj } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { executorIn, inThisProcess } from '../support/executors.js';

const identity = (item: unknown) => item;
const refusedWith = (text: string, code = 'LITHOPS_INVALID_ARGUMENT') =>
  expect.objectContaining({ code, message: expect.stringContaining(text) });

describe('a source of objects', () => {
  it('is no data of a single call, which is told what to do', () => {
    const exec = executorIn(inThisProcess);
    expect(() => exec.callAsync(identity, obj('bucket/key'))).toThrow(refusedWith('map(fn, obj(names))'));
  });
});

describe('options of objects', () => {
  it.each<[object, string]>([
    [{ objChunkSize: 0 }, 'bytes'],
    [{ objChunkSize: 1.5 }, 'bytes'],
    [{ objChunkSize: '1MB' }, 'objChunkSize'],
    [{ objChunkNumber: 0 }, 'at least 1'],
    [{ objNewline: '' }, 'objNewline'],
    [{ objNewline: '\uD800' }, 'objNewline'],
    [{ objNewline: 10 }, 'objNewline'],
    [{ objChunkSize: 10, objChunkNumber: 2 }, 'Leave one out'],
  ])('are refused at the call when they make no parts: %j', (options, why) => {
    const exec = executorIn(inThisProcess);
    expect(() => exec.map(identity, obj('bucket/key'), options)).toThrow(refusedWith(why));
    expect(() => exec.mapReduce(identity, obj('bucket/key'), identity, options)).toThrow(refusedWith(why));
  });

  it.each<object>([{ objChunkSize: 10 }, { objChunkNumber: 2 }, { objNewline: null }])(
    'are refused for other inputs, with the way to name objects: %j',
    (options) => {
      const exec = executorIn(inThisProcess);
      const [option = ''] = Object.keys(options);
      const refusal = refusedWith(option);
      expect(() => exec.map(identity, ['bucket/key'], options)).toThrow(refusal);
      expect(() => exec.map(identity, [1]).map(identity, options)).toThrow(refusal);
      expect(() => exec.mapReduce(identity, ['bucket/key'], identity, options)).toThrow(
        refusedWith("obj('bucket/prefix/')"),
      );
    },
  );

  it('are unknown under other names, which name the right one', () => {
    const exec = executorIn(inThisProcess);
    const misspelt: object = { objChunksize: 10 };
    expect(() => exec.map(identity, obj('bucket/key'), misspelt)).toThrow(
      refusedWith('objChunkSize', 'LITHOPS_UNKNOWN_OPTION'),
    );
  });

  it('of a reduce per object are for mapReduce, over objects', () => {
    const exec = executorIn(inThisProcess);
    const byKey: { objReduceByKey: true } = { objReduceByKey: true };
    expect(() => exec.map(identity, obj('bucket/key'), byKey as object)).toThrow(
      refusedWith('objReduceByKey', 'LITHOPS_UNKNOWN_OPTION'),
    );
    expect(() => Reflect.apply(exec.mapReduce, exec, [identity, [1], identity, byKey])).toThrow(
      refusedWith('objReduceByKey'),
    );
  });
});
