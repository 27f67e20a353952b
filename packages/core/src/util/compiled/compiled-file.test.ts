import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CompiledFile } from './compiled-file.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'compiled-test-'));
  vi.stubEnv('TMPDIR', folder);
  file = path.join(folder, 'module.cjs');
  writeFileSync(file, 'module.exports = () => 1;');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function run(compiled: CompiledFile): unknown {
  const module = { exports: {} as unknown };
  compiled.evaluate().call(undefined, module.exports, () => undefined, module as NodeJS.Module, file, folder);
  return (module.exports as () => unknown)();
}

function keptFolder(): string {
  const [name = ''] = readdirSync(folder).filter((entry) => entry.startsWith('lithops-compiled-'));
  return path.join(folder, name);
}

function kept(): readonly string[] {
  return readdirSync(keptFolder()).map((name) => path.join(keptFolder(), name));
}

function keep(): string {
  const compiled = CompiledFile.read(file);
  run(compiled);
  compiled.keep();
  const [place = ''] = kept();
  return place;
}

describe('the compiled code of a file', () => {
  it('is kept for later processes once, for this user alone', () => {
    const place = keep();
    const { mtimeMs, mode } = statSync(place);
    expect(mode & 0o777).toBe(0o600);
    expect(statSync(keptFolder()).mode & 0o777).toBe(0o700);
    keep();
    expect(kept()).toEqual([place]);
    expect(statSync(place).mtimeMs).toBe(mtimeMs);
  });

  it('is not used for a file that has changed, be it as long as before', () => {
    const place = keep();
    const before = readFileSync(place);
    writeFileSync(file, 'module.exports = () => 2;');
    expect(run(CompiledFile.read(file))).toBe(2);
    keep();
    expect(kept()).toEqual([place]);
    expect(readFileSync(place)).not.toEqual(before);
  });

  it('is made anew when what was kept is cut off or no such thing', () => {
    const place = keep();
    writeFileSync(place, 'nothing');
    expect(run(CompiledFile.read(file))).toBe(1);
    keep();
    expect(statSync(place).size).toBeGreaterThan(100);
  });

  it('is made anew when who kept it was killed before all of it was on the disk', () => {
    const place = keep();
    const whole = readFileSync(place);
    expect(whole.subarray(0, 1).toString()).toBe('+');
    writeFileSync(place, Buffer.concat([Buffer.from('-'), whole.subarray(1, whole.length / 2)]));
    expect(run(CompiledFile.read(file))).toBe(1);
    keep();
    expect(kept()).toEqual([place]);
    expect(readFileSync(place).subarray(0, 1).toString()).toBe('+');
  });

  it.runIf(process.getuid !== undefined)('is not taken from a file that others can write to', () => {
    const place = keep();
    chmodSync(place, 0o622);
    expect(run(CompiledFile.read(file))).toBe(1);
    keep();
    expect(statSync(place).mode & 0o777).toBe(0o600);
  });

  it.runIf(process.getuid !== undefined)('is not left in a folder that others can write to', () => {
    rmSync(keep());
    chmodSync(keptFolder(), 0o777);
    keep();
    expect(kept()).toEqual([]);
  });

  it('does not stay when nobody has made it for a month', () => {
    keep();
    const old = path.join(keptFolder(), 'old');
    writeFileSync(old, '');
    const monthAgo = Date.now() / 1000 - 31 * 24 * 60 * 60;
    utimesSync(old, monthAgo, monthAgo);
    writeFileSync(file, 'module.exports = () => 3;');
    keep();
    expect(kept()).not.toContain(old);
  });

  it('is done without where there is no folder for it', () => {
    vi.stubEnv('TMPDIR', path.join(file, 'below-a-file'));
    const compiled = CompiledFile.read(file);
    expect(run(compiled)).toBe(1);
    expect(() => compiled.keep()).not.toThrow();
  });
});
