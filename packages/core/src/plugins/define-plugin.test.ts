import { describe, expect, expectTypeOf, it } from 'vitest';
import type { PluginContext } from '../spec/plugin.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { defineSection, defineStoragePlugin } from './index.js';

const section = defineSection({
  app: { type: 'string', required: true, doc: 'Name of the app' },
  runtime_timeout: { type: 'number', unit: 's', default: 180, doc: 'Time limit' },
  runtime_memory: { type: 'number', unit: 'MB', doc: 'Memory' },
  token: { type: 'string', secret: true, doc: 'Secret' },
  architecture: { type: ['x86_64', 'arm64'], doc: 'CPU' },
});
const received: unknown[] = [];
const fly = defineStoragePlugin({
  name: 'fly',
  section,
  worker: new URL('file:///worker.js'),
  create(config): StorageBackend {
    expectTypeOf(config.app).toEqualTypeOf<string>();
    expectTypeOf(config.runtime_timeout).toEqualTypeOf<number>();
    expectTypeOf(config.token).toEqualTypeOf<string | undefined>();
    received.push(config);
    throw new Error('created');
  },
});

describe('a plug-in made with a define function', () => {
  it('is a plug-in by itself, without options', () => {
    expect(fly.kind).toBe('storage');
    expect(fly.name).toBe('fly');
    expect(fly.specVersion).toBe(1);
    expect(fly.sections).toEqual({ fly: section });
    expect(fly.options).toBeUndefined();
  });

  it('called, gives one with its options in file keys and units', () => {
    const plugin = fly({ app: 'x', runtimeTimeoutMs: 1_500, runtimeMemoryMb: 512, architecture: 'arm64' });
    expect(plugin.options).toEqual({
      app: 'x',
      runtime_timeout: 1.5,
      runtime_memory: 512,
      architecture: 'arm64',
    });
    expect(plugin.name).toBe('fly');
  });

  it('hands its own section to create', () => {
    const context: PluginContext = {
      log: { info: () => {}, debug: () => {}, warn: () => {} },
      cacheDirectory: '/tmp',
      userHash: 'abcdef',
      name: (part) => part,
    };
    const sections = { fly: { app: 'x' }, other: {} } as never;
    expect(() => fly.create(sections, context)).toThrow('created');
    expect(received).toEqual([{ app: 'x' }]);
  });

  it('drops options that are undefined', () => {
    expect(fly({ app: 'x', token: undefined }).options).toEqual({ app: 'x' });
  });

  it('refuses an unknown option with the nearest name', () => {
    const options = { app: 'x', runtimeTimeout: 5 };
    expect(() => fly(options)).toThrow(
      expect.objectContaining({
        code: 'LITHOPS_INVALID_ARGUMENT',
        message: expect.stringContaining('Did you mean "runtimeTimeoutMs"?'),
      }),
    );
  });

  it('refuses an option of a wrong type with what was expected and what came', () => {
    // @ts-expect-error a text is no number of milliseconds
    expect(() => fly({ app: 'x', runtimeTimeoutMs: '5' })).toThrow(
      `Expected fly option "runtimeTimeoutMs" to be a number (milliseconds), got '5' (string).`,
    );
  });

  it('never shows what was given for a secret', () => {
    // @ts-expect-error a list is no token
    expect(() => fly({ app: 'x', token: ['s3cr3t'] })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('s3cr3t') }),
    );
  });

  it('asks the compiler for required options', () => {
    // @ts-expect-error app is required
    expect(fly({}).options).toEqual({});
    const optional = defineStoragePlugin({
      name: 'optional',
      section: defineSection({ size: { type: 'number', doc: 'Size' } }),
      worker: new URL('file:///worker.js'),
      create: () => {
        throw new Error('never');
      },
    });
    expect(optional().options).toEqual({});
  });
});
