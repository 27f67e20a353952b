import { inProcess } from '@lithops/core/testing';
import { whyNoRabbitmq } from '@lithops/testing-services/rabbitmq';
import { describe, expect, it } from 'vitest';
import { Gates } from '../support/gates.js';
import { monitor, numbers, open } from '../support/programs.js';
import { retelling } from '../support/retelling.js';

describe.skipIf(whyNoRabbitmq !== undefined)(`outcomes by RabbitMQ ${whyNoRabbitmq ?? ''}`, () => {
  it('of a worker that dies between its work and telling of it: the call runs again, counted', async () => {
    const died = new Gates().at('died');
    const list = open().map(
      async (item: { n: number; died: string }, ctx) => {
        const { existsSync, writeFileSync } = await import('node:fs');
        if (item.n === 1 && !existsSync(item.died)) {
          writeFileSync(item.died, '');
          // When this function has given its value, and before anybody has heard of it.
          queueMicrotask(() => queueMicrotask(() => process.kill(process.pid, 'SIGKILL')));
        }
        return `${item.n} in attempt ${ctx.attempt}`;
      },
      numbers(3).map((n) => ({ n, died })),
      { chunkSize: 1 },
    );
    expect(await list).toEqual(['0 in attempt 1', '1 in attempt 2', '2 in attempt 1']);
  });

  it('that come twice count once', async () => {
    const exec = open({ backend: inProcess({ maxWorkers: 2 }), monitoring: retelling(monitor()) });
    for (const round of numbers(3)) {
      const list = exec.map((n: number) => n * 2, numbers(30), { chunkSize: 3 });
      expect([round, await list]).toEqual([round, numbers(30).map((n) => n * 2)]);
      expect([...list].every(({ stats }) => stats.attempts === 1)).toBe(true);
    }
  });

  it('of an earlier attempt that come late change nothing', async () => {
    const exec = open({ backend: inProcess({ maxWorkers: 2 }), monitoring: retelling(monitor()) });
    const list = exec.map(
      (n: number, ctx) => {
        if (ctx.attempt <= n) throw new Error(`attempt ${ctx.attempt}`);
        return ctx.attempt;
      },
      [0, 1, 2],
      { chunkSize: 1, retries: { limit: 2, delayMs: 0, when: () => true } },
    );
    expect(await list).toEqual([1, 2, 3]);
    expect([...list].map(({ stats }) => stats.attempts)).toEqual([1, 2, 3]);
  });
});
