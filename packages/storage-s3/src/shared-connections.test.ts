import { expect, it } from 'vitest';
import { settingsOf } from './s3-settings.js';
import { leaseConnection } from './shared-connections.js';

const common = { checksums: 'when_required', connect_timeout: 5, idle_timeout: 30, max_attempts: 4 } as const;
const settings = (access_key_id: string) =>
  settingsOf('ceph', { ...common, endpoint: 'http://127.0.0.1:9', access_key_id, secret_access_key: 'b' });

it('is one connection in a process, for whoever has the same settings, until nobody uses it', () => {
  const first = leaseConnection(settings('a'));
  const second = leaseConnection(settings('a'));
  const other = leaseConnection(settings('b'));
  expect(second.connection).toBe(first.connection);
  expect(other.connection).not.toBe(first.connection);
  first.release();
  first.release();
  const third = leaseConnection(settings('a'));
  expect(third.connection).toBe(second.connection);
  second.release();
  third.release();
  const later = leaseConnection(settings('a'));
  expect(later.connection).not.toBe(first.connection);
  later.release();
  other.release();
});
