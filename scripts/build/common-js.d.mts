/** Makes the CommonJS twins of everything in `dist` of the current folder. */
export function makeTwins(): Promise<void>;
