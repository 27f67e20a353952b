import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from '../support/program.js';
import { refusalOf } from '../support/refusal.js';
import { RemoteJob, remote } from '../support/remote.js';

let program: Program;
/** A client of a service, as SDKs have them: what it holds cannot be copied. */
const sdk = `
  let made = 0;
  exports.Client = class Client {
    #socket = new WeakMap();
    constructor(options) { this.options = options; made += 1; this.number = made; }
    send(text) { return this.#socket.has(this) ? '' : this.options.region + ':' + text + ':' + this.number; }
  };
  exports.create = (options) => new exports.Client(options);
  exports.createLater = async (options) => new exports.Client(options);`;

beforeAll(() => {
  program = new Program();
  program.install('sdk', {}, sdk);
});
afterAll(() => program.remove());

describe('a module-level const whose value cannot travel, made by a package', () => {
  it('with new: its declaration travels and runs in the worker', async () => {
    const send = program.load(
      'send',
      `const { Client } = require('sdk'); const client = new Client({ region: 'eu' }); exports.send = () => client.send('hi');`,
    );
    expect(await remote(send)).toBe('eu:hi:1');
  });

  it('with a call, and with arguments that are captured in turn', async () => {
    const source = `
      const sdk = require('sdk');
      const region = 'us'; const options = () => ({ region });
      const client = sdk.create(options());
      exports.options = () => [region, options];
      exports.send = (text) => client.send(text);`;
    expect(await remote(program.load('send', source), 'x')).toBe('us:x:1');
  });

  it('with await, in an ES module', async () => {
    program.write(
      'later.mjs',
      `import { createLater } from 'sdk'; const client = await createLater({ region: 'asia' }); export const send = () => client.send('y');`,
    );
    const load = program.load('load', `exports.load = () => import('./later.mjs');`);
    const module: unknown = await load();
    expect(await remote(Reflect.get(Object(module), 'send') as () => string)).toBe('asia:y:1');
  });

  it('of a built-in: an instance with native state', async () => {
    const source = `const { createHash } = require('node:crypto'); const hash = createHash('sha256'); exports.digest = (text) => hash.copy().update(text).digest('hex');`;
    const digest = program.load('digest', source);
    expect(await remote(digest, 'abc')).toBe(digest('abc'));
  });

  it('is made once for all calls of a job, and again for the next job', async () => {
    const source = `const { Client } = require('sdk'); const client = new Client({ region: 'eu' }); exports.count = () => { client.options.region += '!'; return client.send(''); }`;
    const count = program.load('count', source);
    const job = new RemoteJob(count);
    expect([await job.call(), await job.call()]).toEqual(['eu!::1', 'eu!!::1']);
    expect(await remote(count)).toBe('eu!::1');
  });

  it('is made only when it is used', async () => {
    const source = `const { Client } = require('sdk'); const client = new Client({ region: 'eu' }); exports.maybe = (use) => (use ? client.number : 'unused');`;
    expect(await remote(program.load('maybe', source), false)).toBe('unused');
  });

  it('is the same object for all functions that use it', async () => {
    const source = `const { Client } = require('sdk'); const client = new Client({ region: 'eu' });
      const one = () => client; const two = () => client; exports.same = () => one() === two() && one().number === 1;`;
    expect(await remote(program.load('same', source))).toBe(true);
  });
});

describe('what is not made again', () => {
  it.each([
    ['a let', `let client = new Client({ region: 'eu' });`],
    ['a destructured const', `const { client } = { client: new Client({ region: 'eu' }) };`],
    [
      'a const of a function of the program',
      `const make = () => new Client({ region: 'eu' }); const client = make();`,
    ],
  ])('%s, which is refused with its path', (_, declaration) => {
    const source = `const { Client } = require('sdk'); ${declaration} exports.send = function send() { return client.send('hi'); }`;
    const error = refusalOf(program.load('send', source));
    expect(error.path).toContain('send → client');
    expect(error.message).toMatch(/fromModule|inside the function/);
  });

  it('a const made from variables that nobody but the top level can read', () => {
    const source = `const sdk = require('sdk'); const region = 'us'; const client = sdk.create({ region }); exports.send = function send() { return client.send(''); }`;
    const error = refusalOf(program.load('send', source));
    expect(error.path).toBe('send → client → region');
  });

  it('a const that can travel: it keeps its state', async () => {
    const source = `const { EventEmitter } = require('node:events'); const seen = new Map([['a', 1]]); seen.set('b', 2); exports.read = () => [...seen];`;
    expect(await remote(program.load('read', source))).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });
});
