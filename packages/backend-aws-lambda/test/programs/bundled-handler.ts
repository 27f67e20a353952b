/** A program that is bundled into one file and runs as a Lambda function itself. */
import { createHash } from 'node:crypto';
import { awsLambda } from '@lithops/backend-aws-lambda';
import { FunctionExecutor, fromModule } from '@lithops/core';
import { ceph } from '@lithops/storage-s3';

const { shout } = fromModule<typeof import('./shout.js')>(new URL('./shout.js', import.meta.url));

class Scale {
  readonly #factor: number;

  constructor(factor: number) {
    this.#factor = factor;
  }

  apply(n: number): number {
    return n * this.#factor;
  }
}

export interface HandlerEvent {
  readonly factor: number;
  readonly lambda: Parameters<typeof awsLambda>[0];
  readonly store: Parameters<typeof ceph>[0];
}

export async function handler({ factor, lambda, store }: HandlerEvent) {
  await using exec = new FunctionExecutor({ backend: awsLambda(lambda), storage: ceph(store) });
  const scale = new Scale(factor);
  const scaled = await exec.map((n: number) => scale.apply(n), [1, 2, 3]);
  const shouted = await exec.map(shout, ['ada', 'grace']);
  const hashed = await exec.callAsync((text: string) => createHash('md5').update(text).digest('hex'), 'x');
  const stored = await exec.callAsync(async (text: string, ctx) => {
    const reference = await ctx.storage.putCloudObject(text);
    return Buffer.from(await ctx.storage.getCloudObject(reference)).toString();
  }, 'kept');
  const chained = await exec.callAsync((n: number, ctx) => ctx.map((x: number) => x + n, [1, 2]), 10);
  return { scaled, shouted, hashed, stored, chained };
}
