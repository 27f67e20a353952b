import { monitorSuite } from '@lithops/conformance';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { honest } from './broken/folder-monitor.mjs';
import { folderOptions } from './folder.js';

const options = await folderOptions(honest);

describe('an honest monitor', () => {
  monitorSuite({ describe, it, beforeAll, afterAll }, options);
});
