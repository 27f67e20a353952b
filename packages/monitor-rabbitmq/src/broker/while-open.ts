import type { ChannelModel } from 'amqplib';

/**
 * What a request to the broker comes to, as long as the connection is there: of one that breaks, amqplib leaves some requests
 * waiting for ever. Not for closing it: that it is closed is told before the request for it is answered.
 */
export async function whileOpen<T>(model: ChannelModel, request: Promise<T>): Promise<T> {
  let onClose = (): void => undefined;
  const broken = new Promise<never>((_, reject) => {
    onClose = () => reject(new Error('the connection broke'));
  });
  model.once('close', onClose);
  try {
    return await Promise.race([request, broken]);
  } finally {
    model.off('close', onClose);
  }
}
