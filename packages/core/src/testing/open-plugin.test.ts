import { describe, expect, it } from 'vitest';
import { localhost } from '../localhost/localhost-backend.js';
import {
  defineComputePlugin,
  defineMonitorPlugin,
  defineSection,
  defineStoragePlugin,
} from '../plugins/index.js';
import { inProcess } from './in-process.js';
import { memoryStorage } from './memory-storage.js';
import { checkedSections, openCompute, openMonitor, openStorage } from './open-plugin.js';
import { pluginContext } from './plugin-context.js';

const worker = new URL(import.meta.url);
const section = defineSection({
  address: { type: 'string', required: true, doc: 'Where it is.' },
  idle_timeout: { type: 'number', unit: 's', default: 30, doc: 'Until it gives up.' },
});

/** A store that shows what it was made from. */
const shelf = defineStoragePlugin({
  name: 'shelf',
  section,
  worker,
  create: async (config, context) =>
    Object.assign(await openStorage(memoryStorage()), { madeFrom: { config, context } }),
});

const bell = defineMonitorPlugin({
  name: 'bell',
  section,
  worker,
  create: ({ address }) => {
    throw new Error(`made from ${address}`);
  },
});

describe('openStorage', () => {
  it('makes the store from what its factory was given, with defaults in the units of files', async () => {
    const store = await openStorage(shelf({ address: 'here' }));
    expect(store).toHaveProperty('madeFrom.config', { address: 'here', idle_timeout: 30 });
  });

  it('makes it from sections as a file has them', async () => {
    const store = await openStorage(shelf, { config: { shelf: { address: 'there', idle_timeout: 2 } } });
    expect(store).toHaveProperty('madeFrom.config', { address: 'there', idle_timeout: 2 });
  });

  it('refuses unknown keys, wrong values and what is missing', async () => {
    const wrong = [{ address: 'x', adress: 'y' }, { address: 'x', idle_timeout: 'soon' }, {}];
    for (const keys of wrong)
      await expect(openStorage(shelf, { config: { shelf: keys } })).rejects.toHaveProperty(
        'code',
        'LITHOPS_CONFIG',
      );
  });

  it('does not read the environment', async () => {
    process.env['LITHOPS__SHELF__ADDRESS'] = 'environment';
    try {
      await expect(openStorage(shelf)).rejects.toThrow(/shelf\.address/);
    } finally {
      delete process.env['LITHOPS__SHELF__ADDRESS'];
    }
  });

  it('tells the plug-in what the test wants it to be told', async () => {
    const context = { cacheDirectory: '/cache' };
    const store = await openStorage(shelf({ address: 'here' }), { context });
    expect(store).toHaveProperty('madeFrom.context.cacheDirectory', '/cache');
  });
});

describe('openCompute and openMonitor', () => {
  it('make theirs', async () => {
    const backend = await openCompute(inProcess());
    expect(backend.name).toBe('in-process');
    await backend.close();
    await expect(openMonitor(bell({ address: 'there' }))).rejects.toThrow('made from there');
  });

  it('need no storage of the same cloud', async () => {
    const lambda = defineComputePlugin({
      name: 'aws_lambda',
      section,
      worker,
      create: () => openCompute(localhost),
    });
    const backend = await openCompute(lambda({ address: 'there' }));
    expect(backend.name).toBe('localhost');
    await backend.close();
  });
});

describe('checkedSections', () => {
  it('are those that a plug-in is created from, of each kind', () => {
    const backend = defineComputePlugin({
      name: 'field',
      section,
      worker,
      create: () => openCompute(localhost),
    });
    const own = { address: 'a', idle_timeout: 30 };
    expect(checkedSections(shelf({ address: 'a' }))).toHaveProperty('shelf', own);
    expect(checkedSections(bell({ address: 'a' }))).toEqual({ bell: own });
    expect(checkedSections(backend({ address: 'a' }))).toHaveProperty('field', expect.objectContaining(own));
  });
});

describe('pluginContext', () => {
  it('names what is made in an account after the user, and gives each a cache of its own', () => {
    const [one, other] = [pluginContext({ userHash: 'ab12cd' }), pluginContext()];
    expect(one.name('queue')).toBe('lithops-ab12cd-queue');
    expect(other.name('queue')).toBe(`lithops-${other.userHash}-queue`);
    expect(one.cacheDirectory).not.toBe(other.cacheDirectory);
  });
});
