import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { startServer, type WorkerServer } from 'lithops-backend-http/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../../scripts/setup/command.mjs';
import { jobDone, jobProgram, monitoredFile, remoteFile } from '../src/programs.js';
import {
  command,
  core,
  failing,
  folderWith,
  npmInstall,
  plugins,
  runElsewhere,
  tarballs,
  writeFiles,
} from '../src/project.js';

let server: WorkerServer;
beforeAll(async () => {
  server = await startServer({ token: 'secret', workers: 8 });
});
afterAll(() => server.close());

/** A project whose configuration files name plug-ins of all kinds. */
interface Configured {
  readonly folder: string;
  /** Names its file with a backend and a store. */
  readonly remote: Readonly<Record<string, string>>;
  /** Names its file with a monitor. */
  readonly monitored: Readonly<Record<string, string>>;
  /** Executors whose workers have reported by that monitor. */
  reported(): Promise<readonly string[]>;
}

async function configured(): Promise<Configured> {
  const folder = await folderWith({ 'package.json': '{ "private": true, "type": "module" }' });
  const reports = path.join(folder, 'reports');
  const conf = path.join(folder, 'conf');
  await writeFiles(conf, { 'remote.yaml': remoteFile(server.url), 'monitored.yaml': monitoredFile(reports) });
  return {
    folder,
    remote: { LITHOPS_CONFIG_FILE: path.join(conf, 'remote.yaml') },
    monitored: { LITHOPS_CONFIG_FILE: path.join(conf, 'monitored.yaml') },
    reported: () => readdir(reports),
  };
}

/** The command greets from a worker on the other machine, and from one here that tells so by the monitor. */
async function expectGreetings(prefix: string, { remote, monitored, reported }: Configured): Promise<void> {
  const lithops = path.join(prefix, 'bin/lithops');
  expect(await runElsewhere(lithops, ['hello'], remote)).toMatch(
    /^Hello[\s\S]*backend +http\n +storage +shelf/,
  );
  expect(await runElsewhere(lithops, ['hello'], monitored)).toMatch(/^Hello[\s\S]*backend +localhost/);
  expect(await reported()).toHaveLength(1);
}

describe('plug-ins that are installed in the project of the configuration file', () => {
  let project: Configured;
  beforeEach(async () => {
    project = await configured();
    await npmInstall(project.folder, [...core, ...plugins]);
  });

  it('are found by a program that is installed and started elsewhere', async () => {
    const program = await folderWith({ 'package.json': '{ "type": "module" }', 'job.js': jobProgram });
    await npmInstall(program, core);
    const args = [path.join(program, 'job.js')];
    expect(await runElsewhere(process.execPath, args, project.remote)).toBe(jobDone);
    expect(await runElsewhere(process.execPath, args, project.monitored)).toBe(jobDone);
    expect(await project.reported()).toHaveLength(1);
  });

  it('are found by a command that is installed globally', async () => {
    const prefix = await folderWith();
    await npmInstall(prefix, command, '--global', '--prefix', prefix);
    await expectGreetings(prefix, project);
  });

  it('are found in the folder of a program that is started elsewhere and has no file', async () => {
    await writeFiles(project.folder, { 'job.js': jobProgram });
    const args = [path.join(project.folder, 'job.js'), 'http', server.url];
    expect(await runElsewhere(process.execPath, args)).toBe(jobDone);
  });
});

describe('plug-ins that are installed globally, beside the command', () => {
  it('are found when the project has none', async () => {
    const prefix = await folderWith();
    await npmInstall(prefix, [...command, ...plugins], '--global', '--prefix', prefix);
    await expectGreetings(prefix, await configured());
  });
});

describe('a pnpm workspace that hoists nothing', () => {
  let workspace: string;
  let reports: string;
  beforeAll(async () => {
    workspace = await folderWith();
    reports = path.join(workspace, 'reports');
    await writeFiles(workspace, workspaceFiles());
    await run('pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile'], { cwd: workspace });
  });

  it.each(['remote', 'monitored'])('finds plug-ins of the member that has a file: %s', async (name) => {
    const env = { LITHOPS_CONFIG_FILE: path.join(workspace, `with/${name}.yaml`) };
    const output = await run(process.execPath, ['with/job.js'], { cwd: workspace, env, timeoutMs: 90_000 });
    expect(output).toBe(jobDone);
    if (name === 'monitored') expect(await readdir(reports)).toHaveLength(1);
  });

  it('finds them when the program of that member is started elsewhere', async () => {
    const args = [path.join(workspace, 'with/job.js'), 'http', server.url];
    expect(await runElsewhere(process.execPath, args)).toBe(jobDone);
  });

  it('does not find them in a member that has none', async () => {
    const args = [path.join(workspace, 'without/job.js'), 'http', server.url];
    expect(await failing(runElsewhere(process.execPath, args))).toContain('LITHOPS_PLUGIN_NOT_FOUND');
  });

  function workspaceFiles(): Record<string, string> {
    const dependencies = (names: readonly string[]) =>
      Object.fromEntries(names.map((name, index) => [name, `file:${tarballs(names)[index]}`]));
    const member = (name: string, names: readonly string[]): string =>
      JSON.stringify({ name, private: true, type: 'module', dependencies: dependencies(names) });
    const overrides = JSON.stringify(dependencies(core));
    return {
      'package.json': '{ "name": "workspace", "private": true }',
      'pnpm-workspace.yaml': `packages: [with, without]\nhoist: false\noverrides: ${overrides}\n`,
      'with/package.json': member('with', ['@lithops/core', ...plugins]),
      'with/job.js': jobProgram,
      'with/remote.yaml': remoteFile(server.url),
      'with/monitored.yaml': monitoredFile(reports),
      'without/package.json': member('without', ['@lithops/core']),
      'without/job.js': jobProgram,
    };
  }
});
