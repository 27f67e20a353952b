import { sha256 } from '../sha256.js';
import { decodeChunk, decodeGraph, encodeChunk, encodeGraph } from '../values/index.js';
import { generateScript } from './generate-script.js';
import { runScript } from './run-script.js';
import { ScriptRuntime } from './runtime.js';

/** Does once, with nothing, what the first capsule and its first values take: their code is loaded and compiled by then. */
export function warmUp(): void {
  sha256(new Uint8Array(64));
  const { text } = generateScript([], []);
  runScript(text, 'warm-up', new ScriptRuntime());
  decodeGraph(encodeGraph([undefined], { sharedIdentity: true }));
  decodeChunk(encodeChunk([undefined]).bytes);
}
