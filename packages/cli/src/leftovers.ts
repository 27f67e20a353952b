import {
  findLeftovers,
  keyedUserHash,
  type Leftover,
  type LeftoverPlace,
  userHash,
} from '@lithops/core/config';

/** What nobody has written to for so long was left by a crash, milliseconds. */
const abandonedMs = 24 * 60 * 60 * 1000;

/** The time before which something was last written when a program that crashed left it. */
export function abandonedBefore(nowMs: number = Date.now()): Date {
  return new Date(nowMs - abandonedMs);
}

/** This user's temporary data that were last written before a time. */
export async function leftoversBefore(place: LeftoverPlace, time: Date): Promise<readonly Leftover[]> {
  const found: Leftover[] = [];
  for (const user of [userHash(), keyedUserHash()]) {
    if (user === undefined) continue;
    for await (const leftover of findLeftovers(place, user)) {
      if (leftover.lastModified < time) found.push(leftover);
    }
  }
  return found;
}
