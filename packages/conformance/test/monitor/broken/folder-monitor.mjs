// An honest monitor, as small as can be: reports are files of a folder, by executor and job. In JavaScript, because workers load it.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defineMonitorPlugin, defineSection, EventQueue } from '@lithops/core/spec';

const LOOK_MS = 5;

/** While this file is in the folder, the way is cut. */
export const CUT = 'cut';

export class FolderReporter {
  writing = new Set();
  failures = [];

  constructor(folder, executorId) {
    this.folder = folder;
    this.executorId = executorId;
  }

  started(calls) {
    this.keep(this.write(calls[0].jobId, this.newName('started'), JSON.stringify(calls)));
  }

  outcome({ calls, body }) {
    this.keep(this.write(calls[0].jobId, this.newName('report'), body));
  }

  async flush() {
    while (this.writing.size > 0) await Promise.all(this.writing);
    const [failure] = this.failures.splice(0);
    if (failure !== undefined) throw failure;
  }

  async close() {
    await this.flush();
  }

  newName(type) {
    return `${randomUUID()}.${type}`;
  }

  placeOf(jobId) {
    return path.join(this.folder, this.executorId, jobId);
  }

  keep(writing) {
    const kept = writing.catch((error) => this.failures.push(error)).finally(() => this.writing.delete(kept));
    this.writing.add(kept);
  }

  /** Never seen before it is whole. The folder of an executor is there for as long as its client is. */
  async write(jobId, name, content) {
    if (existsSync(path.join(this.folder, CUT))) throw new Error('The way is cut.');
    const place = this.placeOf(jobId);
    if (!existsSync(path.dirname(place))) throw new Error('The client has gone.');
    await mkdir(place, { recursive: true });
    const draft = path.join(this.folder, CUT.concat(randomUUID()));
    await writeFile(draft, content);
    await rename(draft, path.join(place, name));
  }
}

export class FolderClient {
  events = new EventQueue();
  jobs = new Map();
  executors = new Set();
  seen = new Set();
  timer = undefined;
  isClosed = false;

  constructor(folder, executorId) {
    this.folder = folder;
    this.executorId = executorId;
    this.timer = setTimeout(() => this.look(), LOOK_MS);
  }

  async open() {
    this.executors.add(this.executorId);
    await mkdir(path.join(this.folder, this.executorId), { recursive: true });
    return this;
  }

  watch({ executorId, jobId }) {
    const place = path.join(this.folder, executorId, jobId);
    this.jobs.set(place, jobId);
    if (this.executors.has(executorId)) return;
    this.executors.add(executorId);
    void mkdir(path.dirname(place), { recursive: true });
  }

  unwatch({ executorId, jobId }) {
    this.jobs.delete(path.join(this.folder, executorId, jobId));
  }

  [Symbol.asyncIterator]() {
    return this.events[Symbol.asyncIterator]();
  }

  async close() {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.events.close();
    for (const executorId of this.executors)
      await rm(path.join(this.folder, executorId), { recursive: true, force: true, maxRetries: 5 });
  }

  async look() {
    for (const [place, jobId] of this.jobs) await this.lookIn(place, jobId);
    if (!this.isClosed) this.timer = setTimeout(() => this.look(), LOOK_MS);
  }

  async lookIn(place, jobId) {
    for (const name of await namesIn(place)) {
      const file = path.join(place, name);
      if (this.seen.has(file) || !this.jobs.has(place) || this.isClosed) continue;
      this.seen.add(file);
      const content = await readFile(file).catch(() => undefined);
      if (content !== undefined) this.tell(jobId, name, content);
    }
  }

  tell(jobId, name, content) {
    if (name.endsWith('.report')) this.events.push({ type: 'report', jobId, body: new Uint8Array(content) });
    else this.events.push({ type: 'started', calls: JSON.parse(String(content)) });
  }
}

/** None where nobody has written yet, or everything was deleted. */
async function namesIn(place) {
  return existsSync(place) ? await readdir(place).catch(() => []) : [];
}

/**
 * A monitor of these halves.
 * @param {string} name
 * @param {string} module of its worker half
 */
export function folderMonitor(name, module, { Client = FolderClient, Reporter = FolderReporter } = {}) {
  return defineMonitorPlugin({
    name,
    section: defineSection({ folder: { type: 'string', required: true, doc: 'Where reports lie.' } }),
    worker: new URL(module),
    create: ({ folder }) => ({
      specVersion: 1,
      name,
      tellsAtOnce: true,
      open: ({ executorId }) => new Client(folder, executorId).open(),
      createReporter: ({ executorId }) => new Reporter(folder, executorId),
    }),
  });
}

export const honest = folderMonitor('honest', import.meta.url);
