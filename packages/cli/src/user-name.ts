import { userInfo } from 'node:os';

/** Who is at the keyboard. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    // A container may run as a user that the system has no name for.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR') return 'you';
    throw error;
  }
}
