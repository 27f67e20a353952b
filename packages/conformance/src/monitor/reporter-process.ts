/**
 * A process with the worker half of a monitor and nothing else of it, as workers are. It does what it is asked by its channel, and
 * ends when that is closed, unless the monitor keeps it.
 */
import { builtins } from '@lithops/core/config';
import type { Monitor, MonitorContext, MonitorPlugin, Reporter } from '@lithops/core/spec';
import { openStorage, pluginContext } from '@lithops/core/testing';
import type { ReporterAnswer, ReporterRequest } from './reporter-messages.js';

const reporters = new Map<number, Reporter>();
let monitor: Monitor | undefined;
let bucket = '';

process.on('message', (message: ReporterRequest & { readonly id: number }) => {
  const answer = (error?: unknown): void => {
    const text = error === undefined ? undefined : error instanceof Error ? error.message : String(error);
    process.send?.({ id: message.id, error: text } satisfies ReporterAnswer);
  };
  perform(message).then(
    () => answer(),
    (error: unknown) => answer(error ?? 'nothing'),
  );
});

async function perform(request: ReporterRequest): Promise<void> {
  switch (request.do) {
    case 'open':
      bucket = request.bucket;
      monitor = await open(request);
      return;
    case 'create':
      reporters.set(request.reporter, opened().createReporter(contextOf(request.executorId)));
      return;
    case 'started':
      return reporterOf(request).started(request.calls);
    case 'outcome':
      return reporterOf(request).outcome(request.report);
    case 'flush':
      return await reporterOf(request).flush();
    case 'flush and die':
      await reporterOf(request).flush();
      process.kill(process.pid, 'SIGKILL');
      return;
    case 'close':
      return await reporterOf(request).close();
    case 'end':
      return await opened().close?.();
  }
}

async function open({
  module,
  plugin,
  sections,
}: Extract<ReporterRequest, { do: 'open' }>): Promise<Monitor> {
  const exported: object = await import(module);
  const found = Object.values(exported).find((value): value is MonitorPlugin => isMonitor(value, plugin));
  if (found === undefined)
    throw new Error(
      `Expected ${module} to export a monitor plug-in called "${plugin}", got ${Object.keys(exported).join(', ')}.`,
    );
  // The spec types sections as `never`, so that plug-ins of all sections fit one list.
  return await found.create(sections as never, pluginContext());
}

function isMonitor(value: unknown, name: string): boolean {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isObject && 'kind' in value && value.kind === 'monitor' && 'name' in value && value.name === name;
}

function contextOf(executorId: string): MonitorContext {
  const [localhost] = builtins.storage;
  if (localhost === undefined) throw new Error('Expected core to have a store of this machine.');
  return { executorId, bucket, storage: () => openStorage(localhost), intervalMs: undefined };
}

function opened(): Monitor {
  if (monitor === undefined) throw new Error('Expected the monitor to be open.');
  return monitor;
}

function reporterOf({ reporter }: { readonly reporter: number }): Reporter {
  const found = reporters.get(reporter);
  if (found === undefined) throw new Error(`Expected reporter ${reporter} to be there.`);
  return found;
}
