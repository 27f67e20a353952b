export type { LogLevel, LogSettings } from './settings.js';
