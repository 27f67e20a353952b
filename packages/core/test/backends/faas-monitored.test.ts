import { faas } from '@lithops/testing-backends';
import { expect, it } from 'vitest';
import { openOn, useFleet } from './support/open.js';

const fleet = useFleet();

it('a backend that can only answer inline works with the storage monitor as well', async () => {
  const { plugin, backend } = faas({ fleet });
  const asked: string[] = [];
  const invoke = backend.invoke.bind(backend);
  backend.invoke = (activation, options) => {
    asked.push(options.reply);
    return invoke(activation, options);
  };
  const exec = openOn({ plugin, backend }, { monitoring: 'storage' });
  expect(await exec.map((n: number) => n * 2, [1, 2])).toEqual([2, 4]);
  expect(asked).toEqual(['inline', 'inline']);
});
