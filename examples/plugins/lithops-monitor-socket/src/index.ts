import { defineMonitorPlugin } from '@lithops/core/spec';
import { socketSection } from './section.js';
import { SocketMonitor } from './socket-monitor.js';

/** `monitoring: socket`: workers tell what became of calls over a socket of the client. */
export const socket = defineMonitorPlugin({
  name: 'socket',
  section: socketSection,
  worker: new URL('./worker.js', import.meta.url),
  create: (section) => SocketMonitor.listen(section),
});
