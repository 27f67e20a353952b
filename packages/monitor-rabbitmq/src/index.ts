export { rabbitmq } from './plugin.js';
