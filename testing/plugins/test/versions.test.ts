import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { startServer, type WorkerServer } from 'lithops-backend-http/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobDone, jobProgram } from '../src/programs.js';
import { core, failing, folderWith, npmInstall, runElsewhere, writeFiles } from '../src/project.js';

const plugin = 'node_modules/lithops-backend-http';
let server: WorkerServer;
let installed: string;

beforeAll(async () => {
  server = await startServer({ token: 'secret', workers: 8 });
  installed = await folderWith({ 'package.json': '{ "private": true, "type": "module" }' });
  await npmInstall(installed, [...core, 'lithops-backend-http']);
});
afterAll(() => server.close());

/** A copy of the project, in which the plug-in's package.json says something else. */
async function project(manifest: object = {}): Promise<string> {
  const folder = await folderWith();
  await cp(installed, folder, { recursive: true, verbatimSymlinks: true });
  await change(path.join(folder, plugin), manifest);
  await writeFiles(folder, {
    'job.js': jobProgram,
    'factory.js': factoryProgram,
    'deaths.js': deathsProgram,
  });
  return folder;
}

async function change(packageFolder: string, manifest: object): Promise<void> {
  const text = await readFile(path.join(packageFolder, 'package.json'), 'utf8');
  await writeFiles(packageFolder, { 'package.json': JSON.stringify({ ...JSON.parse(text), ...manifest }) });
}

/** The same project, whose plug-in has a core of its own. */
async function withTwoCores(version: string, range: string): Promise<string> {
  const folder = await project({ peerDependencies: { '@lithops/core': range } });
  const own = path.join(folder, plugin, 'node_modules/@lithops/core');
  await cp(path.join(folder, 'node_modules/@lithops/core'), own, { recursive: true });
  await change(own, { version });
  return folder;
}

const byName = (folder: string) =>
  runElsewhere(process.execPath, [path.join(folder, 'job.js'), 'http', server.url]);
const byFactory = (folder: string) =>
  runElsewhere(process.execPath, [path.join(folder, 'factory.js'), server.url]);

describe('two cores in one tree', () => {
  it('work together when the plug-in admits the one that runs', async () => {
    const folder = await withTwoCores('1.4.0', '^1.0.0');
    expect(await byName(folder)).toBe(jobDone);
    expect(await byFactory(folder)).toBe('25\n');
  });

  it('know the errors of each other: what a transport says is understood', async () => {
    const folder = await withTwoCores('1.4.0', '^1.0.0');
    const output = await runElsewhere(process.execPath, [path.join(folder, 'deaths.js'), server.url]);
    expect(output).toBe('LITHOPS_OUT_OF_MEMORY out-of-memory\nLITHOPS_TRANSPORT rejected true\n');
  });

  it('are told of with both versions and folders when they do not fit', async () => {
    const folder = await withTwoCores('2.1.0', '^2.0.0');
    const output = await failing(byName(folder));
    expect(output).toContain('LITHOPS_PLUGIN_VERSION');
    expect(output).toContain(`@lithops/core 1.0.0 (${path.join(folder, 'node_modules/@lithops/core')})`);
    expect(output).toContain(
      `@lithops/core 2.1.0 (${path.join(folder, plugin, 'node_modules/@lithops/core')})`,
    );
    expect(output).toContain('Run: npm i "@lithops/core@^2.0.0"');
  });
});

describe('a plug-in that is for another core', () => {
  const manifest = { version: '3.0.0', peerDependencies: { '@lithops/core': '^2.0.0' } };

  it.each([
    ['by its name', byName, 'the backend "http"'],
    ['by its factory', byFactory, 'option "backend"'],
  ])('is refused when it is used %s', async (_how, run, what) => {
    const folder = await project(manifest);
    const output = await failing(run(folder));
    expect(output).toContain('LITHOPS_PLUGIN_VERSION');
    expect(output).toContain(`Expected ${what} to be for the core that runs`);
    expect(output).toContain(`lithops-backend-http 3.0.0 (${path.join(folder, plugin)})`);
    expect(output).toContain('Run: npm i "@lithops/core@^2.0.0"');
  });

  it('is refused in words of ours even when it cannot be loaded', async () => {
    const folder = await project(manifest);
    const text = "import { definePluginOfTomorrow } from '@lithops/core/spec';";
    await writeFiles(path.join(folder, plugin), { 'dist/index.js': text });
    expect(await failing(byName(folder))).toContain('Run: npm i "@lithops/core@^2.0.0"');
  });
});

describe('a plug-in of a later version of the plug points', () => {
  it.each([
    ['by its name', byName, 'the package "lithops-backend-http"'],
    ['by its factory', byFactory, 'option "backend"'],
  ])('asks for a later core when it is used %s', async (_how, run, what) => {
    const folder = await project();
    await writeFiles(path.join(folder, plugin), { 'dist/index.js': tomorrow });
    const output = await failing(run(folder));
    expect(output).toContain('LITHOPS_PLUGIN_VERSION');
    expect(output).toContain(`Expected ${what}`);
    expect(output).toContain('to speak version 1 of the plug points, got 2');
    expect(output).toContain(`@lithops/core 1.0.0 (${path.join(folder, 'node_modules/@lithops/core')})`);
    expect(output).toContain('Run: npm i @lithops/core@latest');
  });
});

const tomorrow = `
const create = () => { throw new Error('must not be created'); };
const plugin = { kind: 'compute', name: 'http', specVersion: 2, sections: { http: {} }, create };
export const http = Object.defineProperties(() => plugin, Object.getOwnPropertyDescriptors(plugin));
`;

const factoryProgram = `
import { FunctionExecutor } from '@lithops/core';
import { http } from 'lithops-backend-http';
const exec = new FunctionExecutor({ backend: http({ url: process.argv[2], token: 'secret' }) });
try {
  console.log(await exec.callAsync((n) => n * n, 5));
} finally {
  await exec.close();
}
`;

/** A worker that dies, then a server that refuses: both are told by errors of the plug-in's core. */
const deathsProgram = `
import { FunctionExecutor, LithopsError } from '@lithops/core';
import { TransportError } from '@lithops/core/spec';
import { http } from 'lithops-backend-http';
const [, , url] = process.argv;
const failureOf = async (token, fn) => {
  const exec = new FunctionExecutor({ backend: http({ url, token }), config: { lithops: { log_level: false } } });
  try {
    return await exec.callAsync(fn, undefined, { retries: 0 }).then(() => undefined, (error) => error);
  } finally {
    await exec.close();
  }
};
const full = await failureOf('secret', () => {
  const kept = [];
  for (;;) kept.push(new Array(1_000_000).fill(1.5));
});
console.log(full.code, full.cause.kind);
const refused = await failureOf('wrong', () => 1);
console.log(refused.code, refused.kind, refused instanceof LithopsError && refused instanceof TransportError);
`;
