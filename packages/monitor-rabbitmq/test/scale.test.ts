import { inProcess } from '@lithops/core/testing';
import { whyNoRabbitmq } from '@lithops/testing-services/rabbitmq';
import { describe, expect, it } from 'vitest';
import { collected } from './support/heap.js';
import { open } from './support/programs.js';

const CALLS = 100_000;
const PART = CALLS / 10;

function* input(): Generator<number> {
  for (let n = 0; n < CALLS; n++) yield n;
}

describe.skipIf(whyNoRabbitmq !== undefined)(
  `100,000 calls of one job by RabbitMQ ${whyNoRabbitmq ?? ''}`,
  () => {
    it('come each once, the last as cheaply as the first, in memory that does not grow', async () => {
      const exec = open({ backend: inProcess({ maxWorkers: 2 }) });
      const list = exec.map((n: number) => n + 1, input(), { chunkSize: 10 });
      const parts: { readonly cpuMs: number; readonly heapMb: number }[] = [];
      let sum = 0;
      let count = 0;
      let cpu = process.cpuUsage();
      for await (const { value } of list.results()) {
        sum += value;
        if (++count % PART !== 0) continue;
        const { user, system } = process.cpuUsage(cpu);
        parts.push({ cpuMs: (user + system) / 1000, heapMb: collected() });
        cpu = process.cpuUsage();
      }
      expect(count).toBe(CALLS);
      expect(sum).toBe((CALLS * (CALLS + 1)) / 2);
      const [, second, ...later] = parts;
      const last = later.at(-1);
      expect(last?.heapMb).toBeLessThan((second?.heapMb ?? 0) + 20);
      expect(last?.cpuMs).toBeLessThan((second?.cpuMs ?? 0) * 3);
    });
  },
);
