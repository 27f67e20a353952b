import { format } from 'node:util';

/** @type {() => string | undefined} */
let requestId = () => undefined;
const write = process.stdout.write.bind(process.stdout);

/** Lines as Lambda's runtime writes them. @param {() => string | undefined} currentRequest */
export function patchConsole(currentRequest) {
  requestId = currentRequest;
  console.log = (...values) => logAs('INFO', ...values);
  console.info = (...values) => logAs('INFO', ...values);
  console.debug = (...values) => logAs('DEBUG', ...values);
  console.warn = (...values) => logAs('WARN', ...values);
  console.error = (...values) => logAs('ERROR', ...values);
  console.trace = (...values) => logAs('TRACE', ...values);
}

/** One message is one event of the log: what is several lines is held together. @param {string} level @param {...unknown} values */
export function logAs(level, ...values) {
  const message = format(...values).replaceAll('\n', '\r');
  write(`${new Date().toISOString()}\t${requestId() ?? 'undefined'}\t${level}\t${message}\n`);
}
