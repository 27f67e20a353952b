/**
 * Outcomes of calls by a RabbitMQ broker.
 *
 * @packageDocumentation
 */
export { rabbitmq } from './plugin.js';
