import { faas } from '@lithops/testing-backends';
import { describe } from 'vitest';
import { useFleet } from './support/open.js';
import { wholeJobSuite } from './support/whole-jobs.js';

const fleet = useFleet();

describe('a backend that answers inline, with small payloads and replies', () => {
  wholeJobSuite(fleet, () => faas({ fleet }));
});
