/** Timers take no more, milliseconds: longer ones fire at once. 24 days. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;
