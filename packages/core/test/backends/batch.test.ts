import { batch } from '@lithops/testing-backends';
import { describe } from 'vitest';
import { useFleet } from './support/open.js';
import { wholeJobSuite } from './support/whole-jobs.js';

const fleet = useFleet();

describe('a backend that takes whole jobs', () => {
  wholeJobSuite(fleet, () => batch({ fleet }));
});
