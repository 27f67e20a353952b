import { writeFileSync } from 'node:fs';
import { CodeSpace, capture, load } from '@lithops/closure';
import * as program from './functions.js';

/** Captures each function, runs it here, and writes both to a file, for another process to compare. */
export async function captureAll(file: string): Promise<void> {
  const captured: Record<string, unknown> = {};
  for (const [name, fn] of Object.entries(program.functions)) {
    try {
      const { hash, bytes } = capture(fn);
      captured[name] = { hash, bytes: Buffer.from(bytes).toString('base64') };
    } catch (error) {
      captured[name] = { error: `${Reflect.get(Object(error), 'code')} ${error}` };
    }
  }
  const results: Record<string, unknown> = {};
  for (const [name, fn] of Object.entries(program.functions)) results[name] = await fn();
  writeFileSync(file, JSON.stringify({ captured, results, stack: await remoteStack() }));
}

/** The stack of an error that was thrown in loaded code, as the program's own process reads it. */
async function remoteStack(): Promise<string> {
  const { fails } = program as { fails?: () => never };
  if (!fails) return 'nothing fails';
  try {
    const capsule = capture(fails);
    const loaded = await load<() => never>(capsule);
    try {
      return loaded();
    } catch (error) {
      return CodeSpace.of(capsule).mapStack(error instanceof Error ? String(error.stack) : String(error));
    }
  } catch (error) {
    return `not captured: ${error}`;
  }
}
