import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ensureRedisInstalled, startRedis } from '../src/index.js';

const whyNot = await ensureRedisInstalled();

/** What the server at an URL answers to some commands. */
async function answerOf(url: string, ...commands: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(commands.map((command) => `${command}\r\n`).join(''));
  return await text(socket);
}

describe.skipIf(whyNot !== undefined)(`a Redis server ${whyNot ?? ''}`, () => {
  it('answers to who knows its password, and to nobody else', async () => {
    await using redis = await startRedis();
    const ping = await answerOf(redis.url, `AUTH ${redis.password}`, 'PING', 'QUIT');
    expect(ping).toContain('+PONG');
    expect(await answerOf(redis.url, 'PING', 'QUIT')).toContain('-NOAUTH');
  });

  it('stands beside another one', async () => {
    await using one = await startRedis();
    await using other = await startRedis();
    expect(one.url).not.toBe(other.url);
  });

  it('ends with stop, which leaves no process and no file', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'redis-life-'));
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true, force: true });
    });
    const redis = await startRedis();
    expect(redis.processIds.map((id) => existsSync(`/proc/${id}`))).toEqual([true]);
    await redis.stop();
    expect(redis.processIds.map((id) => existsSync(`/proc/${id}`))).toEqual([false]);
    expect(readdirSync(folder)).toEqual([]);
    await redis.stop(); // once more does no harm
  });
});
