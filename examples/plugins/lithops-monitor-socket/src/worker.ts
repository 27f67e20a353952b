import { Agent } from 'node:http';
import type { MonitorPlugin } from '@lithops/core/spec';
import { SocketReporter } from './reporter.js';
import { type SocketSection, socketSection } from './section.js';

/** What workers load: nothing of the client, and no value of core, which would have to be read at each cold start. */
export const socket: MonitorPlugin = {
  kind: 'monitor',
  name: 'socket',
  specVersion: 1,
  sections: { socket: socketSection },
  worker: new URL(import.meta.url),
  create: (sections) => {
    const { socket: section }: { readonly socket: SocketSection } = sections;
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    return {
      specVersion: 1,
      name: 'socket',
      open: () =>
        Promise.reject(new Error('The client half is in the main module of lithops-monitor-socket.')),
      createReporter: ({ executorId }) => new SocketReporter(executorId, section, agent),
      close: async () => agent.destroy(),
    };
  },
};
