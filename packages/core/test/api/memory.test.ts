import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.js';

describe('memory stays flat', () => {
  const options = JSON.stringify({ chunkSize: 1000, window: 16_000 });

  it('while 1,000,000 items are streamed from a generator', { timeout: 150_000 }, async () => {
    const { stdout, stderr } = await runProgram(
      'million.mjs',
      ['localhost', '1000000', options],
      ['--expose-gc'],
    );
    expect(stderr).toBe('');
    const { read, sum, grownMb } = JSON.parse(stdout);
    expect({ read, sum }).toEqual({ read: 1_000_000, sum: 500_000 });
    expect(grownMb).toBeLessThan(10);
  });

  it('in process as well', { timeout: 150_000 }, async () => {
    const { stdout } = await runProgram('million.mjs', ['in-process', '20000'], ['--expose-gc']);
    const { read, grownMb } = JSON.parse(stdout);
    expect(read).toBe(20_000);
    expect(grownMb).toBeLessThan(3);
  });
});
