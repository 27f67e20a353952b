import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MonitorSuiteOptions } from '@lithops/conformance';
import type { MonitorPlugin } from '@lithops/core/spec';
import { CUT } from './broken/folder-monitor.mjs';

type FolderPlugin = (options: { readonly folder: string }) => MonitorPlugin;

/** What admits a monitor by a folder, which is gone at the end. */
export async function folderOptions(plugin: FolderPlugin): Promise<MonitorSuiteOptions> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-folder-monitor-'));
  const cutMark = path.join(folder, CUT);
  return {
    create: () => plugin({ folder }),
    cut: async () => {
      await writeFile(cutMark, '');
      return () => rm(cutMark);
    },
    left: async (executorId) => {
      const place = path.join(folder, executorId);
      return existsSync(place) ? ['its folder', ...(await readdir(place))] : [];
    },
    teardown: () => rm(folder, { recursive: true }),
  };
}
