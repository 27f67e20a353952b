import { expect, it } from 'vitest';
import { capture, load } from '../../src/index.js';

it('a function that is loaded again and again has its own values, its own state and its own name each time', async () => {
  const loaded = [];
  for (let number = 0; number < 5; number++) {
    let calls = 0;
    const count = async () => {
      const { EOL } = await import('node:os');
      calls += 1;
      return { number, calls, EOL, stack: new Error('here').stack };
    };
    const capsule = capture(count);
    loaded.push({ capsule, again: await load<typeof count>(capsule) });
  }
  for (const [number, { capsule, again }] of loaded.entries()) {
    expect(await again()).toMatchObject({ number, calls: 1, EOL: '\n' });
    expect(await again()).toMatchObject({ number, calls: 2, stack: expect.stringContaining(capsule.hash) });
  }
});
