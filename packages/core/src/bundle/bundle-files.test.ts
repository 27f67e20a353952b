import { randomBytes } from 'node:crypto';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { zipFiles } from './bundle-files.js';

const files = new Map([
  ['index.js', Buffer.from('main')],
  ['node_modules/tool/run', Buffer.from('#!/bin/sh')],
]);

/** Permissions by name, as the directory at the end of the archive tells them. */
function modesIn(archive: Buffer): Record<string, string> {
  const modes: Record<string, string> = {};
  for (let at = archive.indexOf('PK\x01\x02'); at >= 0; at = archive.indexOf('PK\x01\x02', at + 4)) {
    const name = archive.subarray(at + 46, at + 46 + archive.readUInt16LE(at + 28)).toString();
    modes[name] = (archive.readUInt16LE(at + 40) & 0o777).toString(8);
  }
  return modes;
}

describe('the archive of a worker', () => {
  it('has its files in their folders', async () => {
    const unzipped = unzipSync(await zipFiles(files));
    expect(Buffer.from(unzipped['node_modules/tool/run'] ?? []).toString()).toBe('#!/bin/sh');
  });

  it('has large files whole, lets other work go on meanwhile, and is the same each time', async () => {
    const large = new Map([['addon.node', randomBytes(3_000_000)]]);
    let turns = 0;
    const otherWork = (): unknown => setImmediate(() => ++turns < 10 && otherWork());
    otherWork();
    const archive = await zipFiles(large);
    expect(turns).toBe(10);
    expect(large.get('addon.node')?.equals(unzipSync(archive)['addon.node'] ?? new Uint8Array())).toBe(true);
    expect(Buffer.from(archive).equals(await zipFiles(large))).toBe(true);
  });

  it('lets everybody read files and run programs, whoever unzips it', async () => {
    const archive = Buffer.from(await zipFiles(files, { executables: new Set(['node_modules/tool/run']) }));
    expect(modesIn(archive)).toEqual({ 'index.js': '644', 'node_modules/tool/run': '755' });
  });
});
