import { describe, expect, it } from 'vitest';
import { startAwsCloud } from '../src/index.js';
import { LambdaUnderTest } from './support/lambda-under-test.js';
import { Meeting } from './support/meeting.js';

describe('a thousand events at the same time', () => {
  it('run in a thousand environments that share four processes', { timeout: 300_000 }, async () => {
    await using cloud = await startAwsCloud({ environments: { shared: 4 } });
    using lambda = new LambdaUnderTest(cloud);
    await using meeting = await Meeting.of(1_000);
    // Without the modules of `fetch`, which would be loaded a thousand times.
    const body = `
      const { get } = await import('node:http');
      await new Promise((resolve, reject) => get(event.url, resolve).on('error', reject));
      return event.index;`;
    await lambda.create('crowd', body, { Timeout: 240, MemorySize: 128 });
    const events = Array.from({ length: 1_000 }, (_, index) => ({ index, url: meeting.url }));
    const replies = await Promise.all(events.map((event) => lambda.invoke('crowd', event)));
    expect(replies.map(({ value }) => value)).toEqual(events.map(({ index }) => index));
    expect(cloud.environmentsOf('crowd')).toBe(1_000);
  });
});
