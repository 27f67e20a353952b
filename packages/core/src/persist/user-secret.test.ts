import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UserSecret } from './user-secret.js';

const unsafe = expect.objectContaining({ code: 'LITHOPS_PERSIST_SECRET' });

/** A home folder, and where the secret lies in it. */
function newHome(content?: string): { readonly home: string; readonly file: string } {
  const home = mkdtempSync(join(tmpdir(), 'lithops-home-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const file = join(home, '.lithops', 'persist.key');
  if (content !== undefined) {
    mkdirSync(join(home, '.lithops'));
    writeFileSync(file, content, { mode: 0o600 });
  }
  return { home, file };
}

describe('the secret of a user', () => {
  it('is made when it is first needed, for this user alone, and stays', () => {
    const { home, file } = newHome();
    const first = UserSecret.read({}, home).derive('a', 'b');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(UserSecret.read({}, home).derive('a', 'b')).toBe(first);
    expect(UserSecret.read({}, newHome().home).derive('a', 'b')).not.toBe(first);
  });

  it('is what LITHOPS_PERSIST_KEY says, where it is set', () => {
    const { home } = newHome();
    const environment = { LITHOPS_PERSIST_KEY: 'the same long text on both machines' };
    const key = UserSecret.read(environment, home).derive('a');
    expect(UserSecret.read(environment, newHome().home).derive('a')).toBe(key);
  });

  it('is refused when it is short, damaged, or readable by others', () => {
    expect(() => UserSecret.read({ LITHOPS_PERSIST_KEY: 'short' })).toThrow(unsafe);
    expect(() => UserSecret.read({}, newHome('c2hvcnQ').home)).toThrow(unsafe);
    const { home, file } = newHome('x'.repeat(43));
    chmodSync(file, 0o644);
    expect(() => UserSecret.read({}, home)).toThrow(unsafe);
  });

  it('gives each purpose a key of its own', () => {
    const secret = new UserSecret(Buffer.alloc(32, 1));
    const keys = [
      ['seal', 'a/M0000', 'x'],
      ['seal', 'a/M0000', 'y'],
      ['seal', 'a/M0001', 'x'],
      ['env', 'a/M0000', 'x'],
    ];
    expect(new Set(keys.map((purpose) => secret.derive(...purpose))).size).toBe(4);
  });

  it('hides texts from everybody else', () => {
    const secret = new UserSecret(Buffer.alloc(32, 1));
    const hidden = secret.encrypt('token', 'env');
    expect(hidden).not.toContain('token');
    expect(secret.decrypt(hidden, 'env')).toBe('token');
    expect(() => secret.decrypt(hidden, 'other')).toThrow();
    expect(() => new UserSecret(Buffer.alloc(32, 2)).decrypt(hidden, 'env')).toThrow();
  });
});
