export { Log, type LogOptions } from './log.js';
export type { LogLevel, LogSettings } from './settings.js';
