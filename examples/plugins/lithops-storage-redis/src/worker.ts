// The worker half, a module of its own: what is bundled into workers is this and what it imports.
export { redis } from './plugin.js';
