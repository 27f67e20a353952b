import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { checkedSections } from '@lithops/core/testing';
import type { SuiteStore } from './suite-store.js';

/** What the process may take after it has closed the store. */
const END_MS = 10_000;

/**
 * Uses the store in a process that has nothing but the plug-in's worker half and its sections: reads an object and writes
 * another. Gives what it read.
 */
export async function useInProcess(
  { plugin, config, bucket, patience }: SuiteStore,
  read: string,
  write: string,
): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: patience.patienceMs,
  });
  child.stdin.on('error', () => undefined); // it ended before it read: how it ended says more
  // Not as an argument: sections hold credentials, and arguments can be read by everybody.
  child.stdin.end(
    JSON.stringify({
      module: plugin.worker.href,
      name: plugin.name,
      sections: checkedSections(plugin, { config }),
      ...{ bucket, read, write, endMs: END_MS },
    }),
  );
  const [output, errors, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  assert.equal(
    code ?? signal,
    0,
    `Expected a process with ${plugin.worker.href} to use the store and to end by itself, got ${code ?? signal}: ${errors.trim() || output}`,
  );
  return output;
}

const program = `
let text = '';
for await (const chunk of process.stdin) text += chunk;
const { module, name, sections, bucket, read, write, endMs } = JSON.parse(text);
const exported = Object.values(await import(module));
const plugin = exported.find((value) => value?.kind === 'storage' && value.name === name);
if (plugin === undefined) throw new Error('Expected ' + module + ' to export the plug-in "' + name + '".');
const store = await plugin.create(sections, {
  log: { debug() {}, info() {}, warn() {} },
  cacheDirectory: '',
  userHash: 'abcdef',
  name: (part) => part,
});
const found = Buffer.from(await store.get(bucket, read)).toString();
await store.put(bucket, write, Buffer.from('from the process'));
const reader = (await store.getStream(bucket, read)).getReader();
await reader.read();
await reader.cancel();
for await (const page of store.list(bucket, read)) break;
await store.close();
process.stdout.write(found);
setTimeout(() => {
  console.error('It does not end after close: ' + process.getActiveResourcesInfo().join(', '));
  process.exit(3);
}, endMs).unref();
`;
