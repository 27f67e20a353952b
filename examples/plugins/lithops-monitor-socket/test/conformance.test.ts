import { monitorSuite } from '@lithops/conformance';
import { socket } from 'lithops-monitor-socket';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { cutWay } from './way.js';

monitorSuite({ describe, it, beforeAll, afterAll }, { create: () => socket(), cut: cutWay });
