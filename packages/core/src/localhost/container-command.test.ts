import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { agentArguments, TOO_OLD_EXIT_CODE } from './agent-launcher.js';
import { mountArgument } from './container-command.js';
import { ContainerEngine } from './container-engine.js';
import { decodeWork, encodeWork } from './frame-bodies.js';

afterEach(() => vi.restoreAllMocks());

describe('a folder that is seen in the container', () => {
  it('is written as a line of CSV, so that its name may have any character', () => {
    expect(mountArgument({ source: '/a', target: '/b', isReadOnly: true })).toBe(
      'type=bind,source=/a,target=/b,readonly',
    );
    expect(mountArgument({ source: '/a,b "c"', target: '/d', isReadOnly: false })).toBe(
      'type=bind,"source=/a,b ""c""",target=/d',
    );
  });
});

describe('the user of a container', () => {
  const engine = fileURLToPath(new URL('../../test/support/stand-in-engine.mjs', import.meta.url));

  function asUser(id: number): Promise<readonly string[]> {
    vi.spyOn(process, 'getuid').mockReturnValue(id);
    vi.spyOn(process, 'getgid').mockReturnValue(id);
    const settings = { image: 'i', processes: 1, engine, engineArguments: [], containerArguments: [] };
    return new ContainerEngine(settings).userArguments();
  }

  it('is that of the program', async () => {
    expect(await asUser(0)).toEqual(['--user', '0:0']);
  });

  it('is so in the eyes of podman without root as well', async () => {
    expect(await asUser(1000)).toEqual(['--userns=keep-id', '--user', '1000:1000']);
  });
});

describe('the launcher of an agent', () => {
  function launch(version: string): { status: number | null; stderr: string } {
    const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'${version}'}})`;
    const words = ['--import', pretend, ...agentArguments('/nowhere/agent.cjs', 1)];
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    return { status, stderr };
  }

  it.each(['20.19.0', '22.0.0', '24.1.0'])('starts it on Node.js %s', (version) => {
    expect(launch(version)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Cannot find module '/nowhere/agent.cjs'"),
    });
  });

  it.each(['20.18.3', '18.20.4', '4.0.0'])('says which version it is instead: %s', (version) => {
    expect(launch(version)).toEqual({ status: TOO_OLD_EXIT_CODE, stderr: `Node.js ${version}\n` });
  });

  it('hands over how many processes may be busy, as the agent reads it', () => {
    const [flag = '', , ...rest] = agentArguments('/agent.cjs', 3);
    const argv = execFileSync(
      process.execPath,
      [flag, 'console.log(process.argv.slice(1).join())', ...rest],
      {
        encoding: 'utf8',
      },
    );
    expect(argv).toBe('/agent.cjs,3\n');
  });
});

describe('work for an agent', () => {
  it('is the body as it is, and its memory limit', () => {
    const body = new Uint8Array([1, 2, 3]);
    expect(decodeWork(encodeWork({ memoryMb: 160.5, body }))).toEqual({ memoryMb: 160.5, body });
  });
});
