export { redis as default, redis } from './plugin.js';
