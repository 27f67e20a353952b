import { ServiceError } from './service-error.js';

/** @throws {ServiceError} `SerializationException` when it is no JSON object */
export function jsonObject(body: Buffer): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  const value = parsed(body);
  if (!isRecord(value)) throw new ServiceError('SerializationException', 'Start of structure expected');
  return value;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new ServiceError('SerializationException', `The body is not JSON: ${String(error)}`);
  }
}
