import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../src/ceph/ports.js';
import { ensureCephInstalled, startCeph } from '../src/index.js';
import { clientOf } from './support/clients.js';
import { commandOf, commandsWith } from './support/processes.js';

const whyNot = await ensureCephInstalled();

describe.skipIf(whyNot !== undefined)(`the life of a Ceph cluster ${whyNot ?? ''}`, () => {
  it('ends with stop, which leaves no process and no file', async () => {
    const folder = await temporaryFolder();
    const ceph = await startCeph();
    expect(ceph.processIds.map(commandOf)).toEqual(['ceph-mon', 'ceph-osd', 'radosgw'].map(startingWith));
    expect(await clusters(folder)).toHaveLength(1);
    await ceph.stop();
    expect(ceph.processIds.map(commandOf)).toEqual(['', '', '']);
    expect(await clusters(folder)).toEqual([]);
    await ceph.stop(); // once more does no harm
  });

  it('ends with the process that started it, though that is killed', async () => {
    const folder = await temporaryFolder();
    const { program, processIds } = await startHolder();
    expect(await clusters(folder)).toHaveLength(1);
    program.kill('SIGKILL');
    await vi.waitFor(() => expect(processIds.map(commandOf)).toEqual(['', '', '']), patience);
    await vi.waitFor(async () => expect(await clusters(folder)).toEqual([]), patience);
  });

  it.each(['ceph.conf', 'monmap', 'ceph-mon.log', 'ceph-osd.log', 'radosgw.log'])(
    'ends with a process that is killed while it starts it, as soon as there is a %s',
    async (file) => {
      const folder = await temporaryFolder();
      const program = spawnHolder();
      const files = async () =>
        (await readdir(folder, { recursive: true })).map((name) => path.basename(name));
      await vi.waitFor(async () => expect(await files()).toContain(file), { ...patience, interval: 1 });
      program.kill('SIGKILL');
      await vi.waitFor(async () => expect(await clusters(folder)).toEqual([]), patience);
      await vi.waitFor(() => expect(commandsWith(`TMPDIR=${folder}`)).toEqual([]), patience);
    },
  );

  it('does not touch other clusters', async () => {
    await using one = await startCeph();
    await using two = await startCeph();
    expect(one.endpoint).not.toBe(two.endpoint);
    await one.stop();
    const { Buckets } = await clientOf(two).send(new ListBucketsCommand({}));
    expect(Buckets ?? []).toEqual([]);
  });

  it('takes other ports when somebody else was quicker', async () => {
    const taken = await takePort();
    const picked = vi.fn(freePort).mockResolvedValueOnce(taken); // the monitor's
    picked.mockImplementationOnce(freePort).mockImplementationOnce(freePort).mockResolvedValueOnce(taken); // the gateway's
    await using ceph = await startCeph({ pickPort: picked });
    expect(picked).toHaveBeenCalledTimes(6);
    expect(ceph.endpoint).not.toContain(String(taken));
  });

  it('fails with the log of the process that ended, and leaves nothing, when no port is left', async () => {
    const taken = await takePort();
    const folder = await temporaryFolder();
    const start = startCeph({ pickPort: async () => taken });
    await expect(start).rejects.toThrow(
      /Expected ceph-mon to run, but it ended with code 1:\n.*ceph version/s,
    );
    expect(await clusters(folder)).toEqual([]);
  });

  it('gives up when it takes too long, and leaves nothing', async () => {
    const folder = await temporaryFolder();
    await expect(startCeph({ startTimeoutMs: 1 })).rejects.toThrow();
    expect(await clusters(folder)).toEqual([]);
  });
});

const patience = { timeout: 60_000, interval: 50 };

const startingWith = (program: string): unknown => expect.stringMatching(new RegExp(`^${program} `));

/** The folder for temporary files, of this test alone. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ceph-life-'));
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

const clusters = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith('lithops-ceph-'));

function spawnHolder() {
  const file = fileURLToPath(new URL('programs/holds-ceph.ts', import.meta.url));
  const program = spawn(process.execPath, ['--import', 'tsx', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void program.kill('SIGKILL'));
  return program;
}

async function startHolder() {
  const program = spawnHolder();
  const [line] = await once(createInterface(program.stdout), 'line');
  const { processIds }: { processIds: number[] } = JSON.parse(line);
  expect(processIds).toHaveLength(3);
  return { program, processIds };
}

async function takePort(): Promise<number> {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return port;
}
