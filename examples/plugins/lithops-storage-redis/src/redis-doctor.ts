import type { DoctorFinding } from '@lithops/core/spec';

/** What the server's own words mean for objects that must not get lost. */
export function examine(info: ReadonlyMap<string, string>): readonly DoctorFinding[] {
  return [version(info.get('redis_version') ?? '0'), eviction(info)];
}

function version(found: string): DoctorFinding {
  const [major = 0, minor = 0] = found.split('.').map(Number);
  if (major > 6 || (major === 6 && minor >= 2)) return { level: 'ok', message: `Redis ${found} answers.` };
  return {
    level: 'problem',
    message: `Expected Redis 6.2 or later, which lists in order of keys, got ${found}.`,
  };
}

function eviction(info: ReadonlyMap<string, string>): DoctorFinding {
  const policy = info.get('maxmemory_policy') ?? 'unknown';
  if (policy === 'noeviction')
    return { level: 'ok', message: 'Redis forgets nothing when its memory is full.' };
  return {
    level: 'warning',
    message: `Expected Redis to keep what it has (maxmemory-policy noeviction), got ${policy}: it drops objects when its memory is full.`,
    fix: 'redis-cli config set maxmemory-policy noeviction',
  };
}
