// Runs calls that nobody lets end, and prints what became of them. First argument: JSON of how.
import { awsLambda } from '@lithops/backend-aws-lambda';
import { FunctionExecutor } from '@lithops/core';
import { memoryStorage } from '@lithops/core/testing';

const { options, url, calls } = JSON.parse(process.argv[2]);
const exec = new FunctionExecutor({ backend: awsLambda(options), storage: memoryStorage() });
const futures = exec.map(
  async (_, ctx) => {
    const { get } = await import('node:http');
    await new Promise((resolve, reject) => get(url, resolve).on('error', reject));
    return ctx.callId;
  },
  Array.from({ length: calls }, (_, n) => n),
);
const outcomes = await Promise.allSettled(futures);
const codes = new Set(outcomes.map(({ reason }) => reason?.code));
console.log(JSON.stringify({ count: outcomes.length, codes: [...codes] }));
