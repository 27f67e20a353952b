import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes a configuration file, which is gone when the test is over. */
export async function configurationFile(text: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-s3-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'config');
  await writeFile(file, text);
  return file;
}
