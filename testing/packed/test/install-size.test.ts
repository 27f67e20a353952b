import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { statedInstallSizeMb } from '../src/first-example.js';

it('installs in the size that the README states, give or take a tenth', () => {
  const sizeMb = inject('installSizeBytes') / 1e6;
  expect(
    Math.abs(sizeMb - statedInstallSizeMb()) / sizeMb,
    `installed: ${sizeMb.toFixed(1)} MB`,
  ).toBeLessThan(0.1);
});

it('brings the licence and no tests along', async () => {
  for (const name of ['core', 'closure']) {
    const files = await readdir(path.join(inject('project'), 'node_modules/@lithops', name), {
      recursive: true,
    });
    expect(files).toContain('LICENSE');
    expect(files.filter((file) => /\.test\.ts$/.test(file))).toEqual([]);
  }
});
