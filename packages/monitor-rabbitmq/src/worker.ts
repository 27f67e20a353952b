/**
 * The monitor as workers open it: a module of its own, so that bundles of workers have only this. Not made with
 * `defineMonitorPlugin`, which would bring core along: a worker that is started cold has no time for it.
 *
 * @packageDocumentation
 */
import type { MonitorPlugin } from '@lithops/core/spec';
import { openMonitor } from './open-monitor.js';
import { type RabbitmqSection, rabbitmqSection } from './rabbitmq-section.js';

/** The plug-in `rabbitmq`, as workers open it. */
export const rabbitmq: MonitorPlugin = {
  kind: 'monitor',
  name: 'rabbitmq',
  specVersion: 1,
  sections: { rabbitmq: rabbitmqSection },
  worker: new URL(import.meta.url),
  create: async (sections, context) => {
    const { rabbitmq: section }: { readonly rabbitmq: RabbitmqSection } = sections;
    return await openMonitor(section, context);
  },
};
