import { describe, expect, it } from 'vitest';
import { startAwsCloud } from '../src/index.js';
import { LambdaUnderTest } from './support/lambda-under-test.js';
import { Meeting } from './support/meeting.js';
import { zipOf } from './support/packages.js';

describe('two hundred events at the same time', () => {
  it('run in as many environments that share four processes', { timeout: 300_000 }, async () => {
    await using cloud = await startAwsCloud({ environments: { shared: 4 } });
    using lambda = new LambdaUnderTest(cloud);
    await using meeting = await Meeting.of(200);
    // Without the modules of `fetch`, which would be loaded each time.
    const body = `
      const { get } = await import('node:http');
      await new Promise((resolve, reject) => get(event.url, resolve).on('error', reject));
      return event.index;`;
    await lambda.create('crowd', body, { Timeout: 240, MemorySize: 128 });
    const events = Array.from({ length: 200 }, (_, index) => ({ index, url: meeting.url }));
    const replies = await Promise.all(events.map((event) => lambda.invoke('crowd', event)));
    expect(replies.map(({ value }) => value)).toEqual(events.map(({ index }) => index));
    expect(cloud.environmentsOf('crowd')).toBe(200);
  });
});

describe('a thousand events at the same time', () => {
  it('run in as many environments in a crowd, with modules of their own', { timeout: 300_000 }, async () => {
    await using cloud = await startAwsCloud({ environments: { crowd: 2 } });
    using lambda = new LambdaUnderTest(cloud);
    await using meeting = await Meeting.of(1_000);
    const code = {
      'index.js': `
        const { get } = require('node:http');
        const counter = require('./counter.js');
        exports.handler = async ({ url }) => {
          await new Promise((resolve, reject) => get(url, resolve).on('error', reject));
          return counter.next();
        };`,
      'counter.js': 'let count = 0; exports.next = () => ++count;',
    };
    await lambda.create('crowd', await zipOf(code), { Timeout: 240, MemorySize: 128 });
    const round = () =>
      Promise.all(Array.from({ length: 1_000 }, () => lambda.invoke('crowd', { url: meeting.url })));
    expect(new Set((await round()).map(({ value }) => value))).toEqual(new Set([1]));
    expect([cloud.environmentsOf('crowd'), cloud.mostAtOnce()]).toEqual([1_000, 1_000]);
    expect((await lambda.invoke('crowd', { url: meeting.url })).value).toBe(2);
  });

  it('fail alone where a handler throws or cannot be loaded', async () => {
    await using cloud = await startAwsCloud({ environments: { crowd: 1 } });
    using lambda = new LambdaUnderTest(cloud);
    const throwing =
      'exports.handler = async (event) => { if (event.bad) throw new RangeError("bad"); return 1; };';
    await lambda.create('throwing', await zipOf({ 'index.js': throwing }));
    await lambda.create('broken', await zipOf({ 'index.js': 'exports.handler = ;' }));
    const outcomes = await Promise.all([
      lambda.invoke('throwing', { bad: true }),
      lambda.invoke('throwing', {}),
      lambda.invoke('broken'),
    ]);
    expect(outcomes.map(({ value }) => Object(value).errorType ?? value)).toEqual([
      'RangeError',
      1,
      'Runtime.UserCodeSyntaxError',
    ]);
  });
});
