import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import path from 'node:path';
import { runServer } from 'verdaccio';

/** A registry of npm packages on this machine, for as long as it is wanted. */
export interface LoopbackRegistry {
  /** Ends with `/`. */
  readonly url: string;
  /** Ends all connections and lets this process end. */
  stop(): Promise<void>;
}

/**
 * Starts an empty registry on a free port, which keeps what is published in a folder. It asks no other registry for what it
 * does not have, so that all it serves was published to it.
 */
export async function startRegistry(folder: string): Promise<LoopbackRegistry> {
  const server = await application(folder);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`Expected a port of 127.0.0.1, got the address ${address}.`);
  return {
    url: `http://127.0.0.1:${address.port}/`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Everybody may read and publish: nobody but this machine reaches it. */
async function application(folder: string): Promise<Server> {
  const storage = path.join(folder, 'storage');
  await mkdir(storage, { recursive: true });
  return runServer({
    self_path: path.join(folder, 'config.yaml'),
    storage,
    uplinks: {},
    packages: { '**': { access: ['$all'], publish: ['$anonymous', '$authenticated'] } },
    auth: { htpasswd: { file: path.join(folder, 'users'), max_users: -1 } },
    web: { enable: false },
    max_body_size: '50mb',
    log: { type: 'stdout', format: 'pretty', level: 'fatal' },
  });
}
