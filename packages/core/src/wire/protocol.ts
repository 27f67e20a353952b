/** Version of everything that this folder writes. Client and worker refuse each other only on a different major number. */
export const PROTOCOL = '1.0';

/** Whether two versions of the protocol understand each other. */
export function isSameProtocol(protocol: unknown): boolean {
  return typeof protocol === 'string' && protocol.split('.')[0] === PROTOCOL.split('.')[0];
}
