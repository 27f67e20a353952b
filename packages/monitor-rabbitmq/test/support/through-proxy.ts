import { startTcpProxy, type TcpProxy } from '@lithops/testing-services';
import { rabbitmqUnderTest } from '@lithops/testing-services/rabbitmq';
import { onTestFinished } from 'vitest';

/** A way to the broker of this run that can be cut, and the broker's URL by that way. */
export async function throughProxy(): Promise<{ readonly proxy: TcpProxy; readonly amqpUrl: string }> {
  const url = new URL(rabbitmqUnderTest().url);
  const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
  onTestFinished(() => proxy.stop());
  url.port = String(proxy.port);
  return { proxy, amqpUrl: url.href };
}
