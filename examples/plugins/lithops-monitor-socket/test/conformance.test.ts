import { monitorSuite } from '@lithops/conformance';
import { socket } from 'lithops-monitor-socket';
import { afterAll, beforeAll, describe, it } from 'vitest';

monitorSuite({ describe, it, beforeAll, afterAll }, { create: () => socket() });
