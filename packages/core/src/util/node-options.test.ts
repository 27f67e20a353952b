import { describe, expect, it } from 'vitest';
import { workerNodeOptions } from './node-options.js';

describe('NODE_OPTIONS of workers', () => {
  it('keep limits and drop debuggers and loaders', () => {
    expect(
      workerNodeOptions(
        '--max-old-space-size=200 --inspect-brk=9229 --import tsx --require ./x.js -r y --no-warnings',
      ),
    ).toBe('--max-old-space-size=200 --no-warnings');
  });

  it('are unset when nothing is left', () => {
    expect([workerNodeOptions(undefined), workerNodeOptions(''), workerNodeOptions('--inspect')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
