import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import type { PromiseGroup } from './promised.js';

const always = ['deployRuntime', 'close'] as const;
const optional = [
  'findRuntime',
  'buildRuntime',
  'listRuntimes',
  'deleteRuntime',
  'cancelActivation',
  'readLogs',
  'clean',
  'doctor',
  'price',
] as const;
const types: readonly unknown[] = ['string', 'number', 'boolean', 'string[]', 'object', 'object[]'];

/** What the plug-in and its backend look like. */
export const shape: PromiseGroup = {
  title: 'the plug-in',
  promises: [
    {
      name: 'is a compute plug-in of version 1, with a name',
      promise: 'a plug-in says what it is: kind, name and specVersion',
      test: async (platform) => {
        const { kind, name, specVersion, create } = await platform.plugin();
        assert.equal(kind, 'compute', `kind must be 'compute', and it is ${inspect(kind)}`);
        assert.equal(specVersion, 1, `specVersion must be 1, and it is ${inspect(specVersion)}`);
        assert.ok(typeof name === 'string' && name !== '', `name must be a text, and it is ${inspect(name)}`);
        assert.equal(typeof create, 'function', 'create must be a function');
      },
    },
    {
      name: 'declares its section, each key with type and doc',
      promise: "a plug-in's section has its name, and each key a type and a sentence of documentation",
      test: async (platform) => {
        const { name, sections } = await platform.plugin();
        assert.equal(Object.keys(sections)[0], name, `the first of sections must be "${name}", its own`);
        for (const [section, keys] of Object.entries(sections)) {
          for (const [key, { type, doc }] of Object.entries(keys)) {
            assert.ok(
              Array.isArray(type) || types.includes(type),
              `${section}.${key} has type ${inspect(type)}`,
            );
            assert.ok(typeof doc === 'string' && doc !== '', `${section}.${key} has no doc`);
          }
        }
      },
    },
    {
      name: 'has its worker half where `worker` says',
      promise: '`worker` is the URL of a module of its own',
      test: async (platform) => {
        const { worker } = await platform.plugin();
        assert.ok(worker instanceof URL && worker.protocol === 'file:', `worker is ${inspect(worker)}`);
        assert.ok(existsSync(fileURLToPath(worker)), `there is no file ${worker.href}`);
      },
    },
    {
      name: 'makes backends with the methods that they must have',
      promise: 'a backend has specVersion, name, dispatch and the methods of its kind',
      test: async (platform) => {
        const backend = await platform.backend();
        assert.equal(
          backend.specVersion,
          1,
          `specVersion must be 1, and it is ${inspect(backend.specVersion)}`,
        );
        const { name } = await platform.plugin();
        assert.equal(backend.name, name, `its name must be that of its plug-in, ${inspect(name)}`);
        const { dispatch } = backend;
        assert.ok(dispatch === 'activation' || dispatch === 'job', `dispatch is ${inspect(dispatch)}`);
        const own = dispatch === 'activation' ? 'invoke' : 'submit';
        for (const method of [...always, own])
          assert.equal(typeof Reflect.get(backend, method), 'function', `${method} must be a method`);
        for (const method of optional) {
          const type = typeof Reflect.get(backend, method);
          assert.ok(type === 'function' || type === 'undefined', `${method} must be a method or absent`);
        }
      },
    },
    {
      name: 'makes backends that can be closed without having run anything',
      promise: 'close() resolves, on a backend that was never used as well',
      test: async (platform) => {
        const backend = await platform.open();
        await platform.patience.soon(backend.close(), 'close() had not resolved');
      },
    },
  ],
};
