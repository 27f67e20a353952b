import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

export interface Meeting {
  readonly url: string;
  /** Resolves when so many have come. */
  arrived(count: number): Promise<void>;
}

/**
 * Where calls wait for each other, in groups: nobody is answered until so many have asked. Ends with the test, so a cloud that
 * is to end before it, with those who wait, is started after it.
 */
export async function meetingOf(size: number): Promise<Meeting> {
  const waiting: ServerResponse[] = [];
  const watchers: (() => void)[] = [];
  let come = 0;
  const server = createServer((_, response) => {
    come++;
    if (waiting.push(response) === size) for (const one of waiting.splice(0)) one.end();
    for (const look of watchers) look();
  });
  server.listen(0, '127.0.0.1', 4096);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const arrived = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (come >= count) resolve();
      };
      watchers.push(look);
      look();
    });
  return { url: `http://127.0.0.1:${Object(server.address()).port}`, arrived };
}
