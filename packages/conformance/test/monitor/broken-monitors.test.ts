import { monitorSuite } from '@lithops/conformance';
import { describe, expect, it } from 'vitest';
import { promises } from '../../src/monitor/promises.js';
import { Recorded } from '../recorded.js';
import { folderOptions } from './folder.js';

/** How a broken monitor is called, a test that is about what it breaks, and that promise. */
const flaws: readonly (readonly [module: string, test: string, promise: keyof typeof promises])[] = [
  ['has-no-worker-half', 'has a worker half that another process can load', 'plugin'],
  ['drops-every-fifth', 'is where the client finds it when flush resolves', 'flushed'],
  ['drops-every-fifth', 'is so for 2,000 reports', 'flushed'],
  ['flushes-too-early', 'is so though its worker dies in the moment', 'flushed'],
  ['overwrites-others', 'is so for several reporters at once', 'flushed'],
  ['tells-each-call-once', 'is told of each attempt', 'flushed'],
  ['forgets-started', 'are told as started', 'started'],
  ['alters-bytes', 'may have every value', 'unread'],
  ['truncates-bytes', 'may be as many as it carries', 'unread'],
  ['mixes-up-jobs', 'tells of each job that it watches under its own name', 'apart'],
  ['mixes-up-executors', 'get each their own, though their jobs have the same name', 'apart'],
  ['knows-own-executor-only', 'tells of a job that another executor left to it', 'apart'],
  ['begins-when-watched', 'tells of what came before it watched the job', 'earlier'],
  ['tells-of-every-job', 'tells of no job that it does not watch', 'watchedOnly'],
  ['never-unwatches', 'tells of a job no more', 'watchedOnly'],
  ['never-ends', 'ends its iteration while nothing comes', 'ends'],
  ['never-ends', 'ends it though nobody has read yet', 'ends'],
  ['hangs-without-client', 'leaves workers that can still flush', 'settles'],
  ['closes-for-all', 'leaves the others of its process', 'flushed'],
  ['keeps-its-worker', 'leave a process that ends by itself', 'nothingLeft'],
  ['leaves-files', 'leaves nothing in what the monitor stands on', 'nothingLeft'],
  ['swallows-failures', 'flush rejects, and tells nobody', 'rejects'],
  ['swallows-failures', 'the calls of a job come to their ends by way of storage', 'jobs'],
  ['fails-for-ever', 'a client that was open tells what reporters are given', 'mends'],
];

/** Longer than anything takes that comes at all, milliseconds. */
const PATIENCE_MS = 10_000;

/** As few tests as there are for a flaw; what is broken is waited for in vain. */
async function messageOf(module: string, test: string): Promise<string | undefined> {
  const { broken } = await import(`./broken/${module}.mjs`);
  const options = { ...(await folderOptions(broken)), patienceMs: PATIENCE_MS };
  const suite = new Recorded((runner) => monitorSuite(runner, options));
  const isMeant = (name: string): boolean => name.includes(test);
  expect(suite.tests.filter(({ name }) => isMeant(name))).toHaveLength(1);
  const [failure] = await suite.failures(isMeant);
  return failure?.message;
}

describe('the suite of monitors names the promise that is broken by one that', () => {
  it.concurrent.each(flaws)('%s: %s', async (module, test, promise) => {
    expect(await messageOf(module, test)).toContain(`Broken promise: ${promises[promise]}.`);
  });
});

// What a process has is looked at: nobody else may run in it.
describe('the suite of monitors finds what is left in its process by one that', () => {
  it('leaves-a-socket', async () => {
    const message = await messageOf('leaves-a-socket', 'leaves nothing in its process');
    expect(message).toContain(`Broken promise: ${promises.nothingLeft}.`);
    expect(message).toContain('TCPServerWrap');
  });
});
