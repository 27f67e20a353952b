import { writeFileSync } from 'node:fs';
import { capture } from '@lithops/closure';
import { functions } from './functions.js';

/** Captures each function, runs it here, and writes both to a file, for another process to compare. */
export async function captureAll(file: string): Promise<void> {
  const captured: Record<string, unknown> = {};
  for (const [name, fn] of Object.entries(functions)) {
    try {
      const { hash, bytes } = capture(fn);
      captured[name] = { hash, bytes: Buffer.from(bytes).toString('base64') };
    } catch (error) {
      captured[name] = { error: `${Reflect.get(Object(error), 'code')} ${error}` };
    }
  }
  const results: Record<string, unknown> = {};
  for (const [name, fn] of Object.entries(functions)) results[name] = await fn();
  writeFileSync(file, JSON.stringify({ captured, results }));
}
