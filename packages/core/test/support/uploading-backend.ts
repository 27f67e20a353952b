import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import {
  type ActivationBackend,
  type ComputePlugin,
  defineComputePlugin,
  defineSection,
  type WorkerBundle,
  type WorkerPlatform,
  workerEnvironment,
} from '@lithops/core/spec';
import { unzipSync } from 'fflate';

const LIMIT_BYTES = 1024 * 1024;

/** An entry as a backend's author writes it: what it is given and gives back is text. */
const entry = `
import { runActivation } from '@lithops/core/worker';
globalThis.loadRare = () => import('./rare.mjs');
export async function answer(text) {
  const reply = await runActivation(new Uint8Array(Buffer.from(text, 'base64')));
  return Buffer.from(reply).toString('base64');
}
`;

/** Loaded by the entry when somebody asks for it. */
const rare = `export const told = 'rarely needed';`;

const start = `
let text = '';
process.stdin.on('data', (part) => { text += part; }).on('end', () => {
  require(process.cwd()).answer(text).then((reply) => process.stdout.write('\\n' + reply));
});
`;

/** A backend that runs the archive it was given in an empty folder, with Node.js and nothing else. */
export interface UploadingBackend {
  readonly plugin: ComputePlugin;
  /** What was deployed last. */
  readonly bundle: () => WorkerBundle;
  readonly close: () => Promise<void>;
}

export async function uploadingBackend(workerPlatform?: WorkerPlatform): Promise<UploadingBackend> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-uploaded-'));
  const own = path.join(folder, 'backend-entry.mjs');
  await writeFile(own, entry);
  await writeFile(path.join(folder, 'rare.mjs'), rare);
  let bundle: WorkerBundle | undefined;
  const plugin = defineComputePlugin({
    name: 'uploading',
    section: defineSection({}),
    worker: pathToFileURL(own),
    create: (_, context): ActivationBackend => ({
      specVersion: 1,
      name: 'uploading',
      dispatch: 'activation',
      capabilities: {
        replies: ['inline'],
        maxPayloadBytes: { inline: LIMIT_BYTES, none: LIMIT_BYTES },
        maxReplyBytes: LIMIT_BYTES,
        maxCallsPerActivation: 10,
        defaultMaxWorkers: 2,
        cancel: 'none',
        logs: false,
        uploadsWorker: true,
        workerPlatform,
        sharesClientFilesystem: false,
      },
      async deployRuntime(spec, worker) {
        bundle = worker;
        const id = await mkdtemp(path.join(folder, 'function-'));
        for (const [name, bytes] of Object.entries(unzipSync(await worker.zip()))) {
          await mkdir(path.dirname(path.join(id, name)), { recursive: true });
          await writeFile(path.join(id, name), bytes);
        }
        return { id, spec };
      },
      async invoke({ runtime, body }) {
        const env = { ...workerEnvironment(context) };
        const child = promisify(execFile)(process.execPath, ['-e', start], { cwd: runtime.id, env });
        child.child.stdin?.end(Buffer.from(body).toString('base64'));
        const { stdout } = await child;
        const reply = Buffer.from(stdout.slice(stdout.lastIndexOf('\n') + 1), 'base64');
        return { requestId: '1', body: new Uint8Array(reply) };
      },
      close: () => Promise.resolve(),
    }),
  })({});
  return {
    plugin,
    bundle: () => {
      if (bundle === undefined) throw new Error('Nothing was deployed yet.');
      return bundle;
    },
    close: () => rm(folder, { recursive: true }),
  };
}

/** The worker half of a store, as a file beside the tests. */
export async function storeModule(text: string): Promise<{ readonly url: URL; close(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-store-half-'));
  const url = pathToFileURL(path.join(folder, 'half.mjs'));
  await writeFile(fileURLToPath(url), text);
  return { url, close: () => rm(folder, { recursive: true }) };
}
