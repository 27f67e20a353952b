/** Longer than any monitor looks away, milliseconds; also the one that reads what another could not deliver. */
const SILENCE_MS = 40_000;

/**
 * How long a monitor may tell nothing of a job whose workers have ended, milliseconds, before that means that no news will
 * come. Time alone means nothing: news of a large job take theirs.
 *
 * @param intervalMs how often it was told to look @default as it likes
 */
export function longestSilenceMs(intervalMs = 0): number {
  return SILENCE_MS + intervalMs;
}
