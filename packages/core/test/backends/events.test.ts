import { events } from '@lithops/testing-backends';
import { describe } from 'vitest';
import { useFleet } from './support/open.js';
import { wholeJobSuite } from './support/whole-jobs.js';

const fleet = useFleet();

describe('a backend that never answers', () => {
  wholeJobSuite(fleet, () => events({ fleet }));
});
