/**
 * The timers of this process as they were before user code could put others in their place: fake ones that its tests have
 * left behind would end the next call at once, or never.
 */
export const { clearTimeout, setTimeout } = globalThis;
