import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('programs/progressing.mjs', import.meta.url));

function run(progress: 'auto' | 'true' | 'false') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, progress], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

const results = 'begin\n[1,4,9]\n';

describe('progress where stderr is no terminal', () => {
  it.each(['auto', 'false'] as const)('is not shown with progress: %s', (progress) => {
    expect(run(progress)).toEqual({ status: 0, stdout: results, stderr: '' });
  });

  it('is a plain line per job with progress: true, and stdout is left alone', () => {
    const { status, stdout, stderr } = run('true');
    expect({ status, stdout }).toEqual({ status: 0, stdout: results });
    expect(stderr).toMatch(/^\S+\/M0000: 3 of 3 calls done, 0 failed, 0 running, \d+ m?s\n$/);
  });
});
