import {
  type CallContext,
  type FunctionExecutor,
  type FuturesList,
  type ObjectAddress,
  type ObjectPartition,
  type ObjectSource,
  obj,
  type ReduceContext,
  type ResponseFuture,
} from '@lithops/core';
import { describe, expectTypeOf, it } from 'vitest';

declare const exec: FunctionExecutor;

describe('obj', () => {
  it('takes one name or many', () => {
    expectTypeOf(obj('bucket/key')).toEqualTypeOf<ObjectSource>();
    expectTypeOf(obj(new URL('https://example.org/a'))).toEqualTypeOf<ObjectSource>();
    expectTypeOf(obj({ bucket: 'b', key: 'k' })).toEqualTypeOf<ObjectSource>();
    expectTypeOf(obj(['b/k', new URL('file:///a'), { bucket: 'b', key: 'k' }])).toEqualTypeOf<ObjectSource>();
    expectTypeOf(obj(new Set(['b/k']))).toEqualTypeOf<ObjectSource>();
    async function* names() {
      yield 'b/k';
    }
    expectTypeOf(obj(names())).toEqualTypeOf<ObjectSource>();
    // @ts-expect-error: no name
    obj(3);
    // @ts-expect-error: an address has both
    obj([{ bucket: 'b' }]);
  });

  it('keeps the type of what names come with', () => {
    expectTypeOf(obj([{ name: 'b/k', data: { width: 1 } }])).toEqualTypeOf<ObjectSource<{ width: number }>>();
  });

  it('can be read by the program', async () => {
    for await (const part of obj([{ name: 'b/k', data: 1 }])) {
      expectTypeOf(part).toEqualTypeOf<ObjectPartition<number>>();
      expectTypeOf(part.lines()).toEqualTypeOf<AsyncIterable<string>>();
    }
  });
});

describe('objects as input', () => {
  it('reach the function as partitions', () => {
    exec.map((part) => expectTypeOf(part).toEqualTypeOf<ObjectPartition>(), obj('b/k'));
    exec.map((part) => expectTypeOf(part.data).toEqualTypeOf<string>(), obj([{ name: 'b/k', data: 'x' }]));
    expectTypeOf(exec.map((part) => part.text(), obj('b/k'))).toEqualTypeOf<FuturesList<string>>();
    // @ts-expect-error: not as their names
    exec.map((name: string) => name, obj('b/k'));
  });

  it('can be cut, other inputs cannot', () => {
    exec.map((part) => part.size, obj('b/k'), { objChunkSize: 2 ** 20, objNewline: null, chunkSize: 4 });
    exec.map((part) => part.size, obj('b/k'), { objChunkNumber: 4, objNewline: '\r\n' });
    // @ts-expect-error: bytes are a number
    exec.map((part) => part.size, obj('b/k'), { objChunkSize: '1MB' });
    // @ts-expect-error: of objects only
    exec.map((x: number) => x, [1], { objNewline: null });
    // @ts-expect-error: reduces by key are for mapReduce
    exec.map((part) => part.size, obj('b/k'), { objReduceByKey: true });
  });

  it('reduce to one value', () => {
    const sum = exec.mapReduce(
      (part) => part.size,
      obj('b/k'),
      (sizes, ctx) => {
        expectTypeOf(ctx).toEqualTypeOf<CallContext>();
        return sizes.length;
      },
      { objChunkSize: 10 },
    );
    expectTypeOf(sum).toEqualTypeOf<ResponseFuture<number>>();
  });

  it('reduce to one value each, and the reducer is told which object', () => {
    const list = exec.mapReduce(
      (part) => part.data.width,
      obj([{ name: 'b/k', data: { width: 1 } }]),
      (widths, ctx) => {
        expectTypeOf(widths).toEqualTypeOf<number[]>();
        expectTypeOf(ctx).toEqualTypeOf<ReduceContext>();
        expectTypeOf(ctx.object).toEqualTypeOf<ObjectAddress>();
        return ctx.object.key;
      },
      { objReduceByKey: true, objChunkNumber: 2 },
    );
    expectTypeOf(list).toEqualTypeOf<FuturesList<string>>();
  });
});

describe('objects in work handed over', () => {
  it('have the same types', () => {
    const sizes = exec.callAsync(
      (name: string, ctx) => ctx.map((part) => part.size, obj(name), { objChunkSize: 9 }),
      'b/k',
    );
    expectTypeOf(sizes).toEqualTypeOf<ResponseFuture<number[]>>();
    const each = exec.callAsync(
      (name: string, ctx) =>
        ctx.mapReduce(
          (part) => part.size,
          obj(name),
          (all, { object }) => `${object.key} ${all.length}`,
          { objReduceByKey: true },
        ),
      'b/k',
    );
    expectTypeOf(each).toEqualTypeOf<ResponseFuture<string[]>>();
    const one = exec.callAsync(
      (name: string, ctx) =>
        ctx.mapReduce(
          (part) => part.size,
          obj(name),
          (all) => all.length > 1,
        ),
      'b/k',
    );
    expectTypeOf(one).toEqualTypeOf<ResponseFuture<boolean>>();
  });
});
