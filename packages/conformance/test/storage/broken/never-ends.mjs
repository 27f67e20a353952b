// The worker half of a store that leaves a timer behind: every process that has opened it goes on for ever.
import { builtins } from '@lithops/core/config';

const [localhost] = builtins.storage;

export const neverEnds = {
  ...localhost,
  kind: 'storage',
  specVersion: 1,
  name: 'never_ends',
  sections: { never_ends: {} },
  worker: new URL(import.meta.url),
  create(_sections, context) {
    setInterval(() => undefined, 60_000);
    return localhost.create({ localhost: {} }, context);
  },
};
