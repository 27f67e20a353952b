import { mkdtemp, readdir } from 'node:fs/promises';
import path from 'node:path';
import { startServer, type WorkerServer } from 'lithops-backend-http/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../scripts/setup/command.mjs';
import {
  jobDone,
  jobProgram,
  makeBucket,
  monitoredFile,
  remoteFile,
  storage,
  storeDone,
  storeProgram,
} from '../src/programs.js';
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
  await makeBucket();
});
afterAll(() => server.close());

/** A project whose configuration files name plug-ins of all kinds. */
interface Configured {
  /** Names its file with a backend, a store and a monitor. */
  readonly remote: Readonly<Record<string, string>>;
  /** Names its file with a monitor that tells who has reported. */
  readonly monitored: Readonly<Record<string, string>>;
  /** Executors whose workers have reported by that monitor. */
  reported(): Promise<readonly string[]>;
}

/** In a folder of its own below one where plug-ins may be installed. */
async function configured(folder: string): Promise<Configured> {
  const conf = await mkdtemp(path.join(folder, 'conf-'));
  const reports = path.join(conf, 'reports');
  await writeFiles(conf, { 'remote.yaml': remoteFile(server.url), 'monitored.yaml': monitoredFile(reports) });
  return {
    remote: { LITHOPS_CONFIG_FILE: path.join(conf, 'remote.yaml') },
    monitored: { LITHOPS_CONFIG_FILE: path.join(conf, 'monitored.yaml') },
    reported: () => readdir(reports),
  };
}

/** The command greets from a worker on the other machine, and from one here that tells so by the monitor. */
async function expectGreetings(prefix: string, { remote, monitored, reported }: Configured): Promise<void> {
  const lithops = path.join(prefix, 'bin/lithops');
  expect(await runElsewhere(lithops, ['hello'], remote)).toMatch(
    new RegExp(`^Hello[\\s\\S]*backend +http\\n +storage +${storage}`),
  );
  expect(await runElsewhere(lithops, ['hello'], monitored)).toMatch(/^Hello[\s\S]*backend +localhost/);
  expect(await reported()).toHaveLength(1);
}

describe('plug-ins that are installed in the project of the configuration file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await folderWith({ 'package.json': '{ "private": true, "type": "module" }' });
    await npmInstall(folder, [...core, ...plugins]);
  });

  it('are found by a program that is installed and started elsewhere', async () => {
    const program = await folderWith({
      'package.json': '{ "type": "module" }',
      'job.js': jobProgram,
      'store.js': storeProgram,
    });
    await npmInstall(program, core);
    const project = await configured(folder);
    const args = [path.join(program, 'job.js')];
    expect(await runElsewhere(process.execPath, args, project.remote)).toBe(jobDone);
    const storing = [path.join(program, 'store.js')];
    expect(await runElsewhere(process.execPath, storing, project.remote)).toBe(storeDone);
    expect(await runElsewhere(process.execPath, args, project.monitored)).toBe(jobDone);
    expect(await project.reported()).toHaveLength(1);
  });

  it('are found by a command that is installed globally', async () => {
    const prefix = await folderWith();
    await npmInstall(prefix, command, '--global', '--prefix', prefix);
    await expectGreetings(prefix, await configured(folder));
  });

  it('are found in the folder of a program that is started elsewhere and has no file', async () => {
    await writeFiles(folder, { 'job.js': jobProgram });
    const args = [path.join(folder, 'job.js'), 'http', server.url];
    expect(await runElsewhere(process.execPath, args)).toBe(jobDone);
  });
});

describe('plug-ins that are installed globally, beside the command', () => {
  it('are found when the project has none', async () => {
    const prefix = await folderWith();
    await npmInstall(prefix, [...command, ...plugins], '--global', '--prefix', prefix);
    await expectGreetings(prefix, await configured(await folderWith()));
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
    const env = { NODE_PATH: '', LITHOPS_CONFIG_FILE: path.join(workspace, `with/${name}.yaml`) };
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
