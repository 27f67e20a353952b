import { describe, expect, it } from 'vitest';
import { backendPackage, folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

describe('lithops test', () => {
  it('runs real work, a line for each with its time', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['test']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').map((line) => line.replace(/\(\d+ ms\)$/, '(time)'))).toEqual([
      'ok      map        100 calls gave 100 right results, in order (time)',
      'ok      mapReduce  the sum of 100 squares is 328350 (time)',
      'ok      storage    a worker read and wrote in bucket "lithops-data" (time)',
      'ok      errors     a RangeError came back with its message, fields and cause (time)',
      '',
    ]);
    const { stdout: left } = await lithops(folderWith(), ['storage', 'list']);
    expect(left).toContain('There are no objects');
  });

  it('prints the same as JSON', async () => {
    const { stdout } = await lithops(folderWith(), ['test', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      tests: ['map', 'mapReduce', 'storage', 'errors'].map((name) => ({ name, ok: true })),
    });
  });

  it('goes on after a failure, and ends with 1 and the fix of each', async () => {
    const folder = folderWith({ '.lithops_config': 'lithops:\n  storage_bucket: thumbs\n' });
    const { code, stdout, stderr } = await lithops(folder, ['test']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok {6}map .*\n.*\nFAILED {2}storage {4}There is no bucket "thumbs"\..*\nok/);
    expect(stderr).toMatch(/^LITHOPS_NO_SUCH_BUCKET: .*`lithops storage create thumbs`.*\n$/);
  });

  it('fails when no worker can be had', async () => {
    const folder = folderWith(backendPackage('broken', { create: `{ throw new Error('no way') }` }));
    const { code, stdout, stderr } = await lithops(folder, ['test', '-b', 'broken', '-s', 'localhost']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^(FAILED .*no way.*\n){4}$/);
    expect(stderr).toBe('Error: no way (-d shows the stack)\n'.repeat(4));
  });
});
