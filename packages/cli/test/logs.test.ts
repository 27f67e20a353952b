import { describe, expect, it } from 'vitest';
import { backendPackage, folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

const keeping = backendPackage('keeping', {
  create: `{
    let looks = 0;
    return {
      specVersion: 1, name: 'keeping', dispatch: 'activation', capabilities: { logs: true }, async close() {},
      async readLogs(id) { looks++; return 'log of ' + id + '\\n' + 'more\\n'.repeat(looks - 1); },
    };
  }`,
});
const on = ['-b', 'keeping', '-s', 'localhost'];

describe('lithops logs', () => {
  it.each(['get', 'poll'])('%s says where the output is when the backend keeps no logs', async (command) => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['logs', command, 'a1']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^LITHOPS_UNSUPPORTED: .* got "localhost": .*`future\.logs\(\)`.*\n$/);
  });

  it('get prints the log of an activation', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(keeping), ['logs', 'get', 'a1', ...on]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'log of a1\n', stderr: '' });
  });

  it('poll prints what is new at each look, and ends when told', async () => {
    const args = ['logs', 'poll', 'a1', '--interval', '0.2', '--limit', '0.5', ...on];
    const { code, stdout } = await lithops(folderWith(keeping), args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^log of a1\n(more\n)+$/);
  });

  const late = backendPackage('late', {
    create: `{
      let looks = 0;
      const none = () => Object.assign(new Error('none yet'), { code: 'LITHOPS_LOG_NOT_FOUND', [Symbol.for('lithops.error')]: true });
      return {
        specVersion: 1, name: 'late', dispatch: 'activation', capabilities: { logs: true }, async close() {},
        async readLogs(id, { waitMs = 0 } = {}) {
          if (looks++ === 0 && waitMs < 5000) throw none();
          return 'waited ' + waitMs + '\\n';
        },
      };
    }`,
  });

  it('poll looks again while there is no log yet, get leaves the waiting to the backend', async () => {
    const polling = [
      'logs',
      'poll',
      'a1',
      '--interval',
      '0.1',
      '--limit',
      '0.3',
      '-b',
      'late',
      '-s',
      'localhost',
    ];
    expect((await lithops(folderWith(late), polling)).stdout).toBe('waited 0\n');
    const getting = ['logs', 'get', 'a1', '--wait', '7', '-b', 'late', '-s', 'localhost'];
    expect((await lithops(folderWith(late), getting)).stdout).toBe('waited 7000\n');
    const impatient = ['logs', 'get', 'a1', '--wait', '1', '-b', 'late', '-s', 'localhost'];
    expect(await lithops(folderWith(late), impatient)).toMatchObject({ code: 1, stdout: '' });
  });

  it('refuses a time that is none, in one line', async () => {
    const { code, stderr } = await lithops(folderWith(), ['logs', 'poll', 'a1', '--interval', 'soon']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .*'soon' is invalid.* Expected a number of seconds above 0\..*\n$/);
  });
});
