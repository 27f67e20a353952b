import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../setup/command.mjs';
import { onBothNodes } from './suites.js';

describe('what is tested on another Node as well', () => {
  it('is there: vitest says nothing of a folder that no test is in', () => {
    const folders = Object.entries(onBothNodes).flatMap(([folder, only]) =>
      only.map((one) => path.join(folder, one)),
    );
    expect(folders.filter((folder) => !existsSync(path.join(root, folder)))).toEqual([]);
    expect(folders).not.toEqual([]);
  });
});
