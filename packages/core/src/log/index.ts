export type { Logger } from '../executor/surface.js';
export { Log, type LogOptions } from './log.js';
export type { LogLevel, LogSettings } from './settings.js';
