#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startServer } from './server.js';

const { values } = parseArgs({
  options: { port: { type: 'string' }, host: { type: 'string' }, workers: { type: 'string' } },
});
const token = process.env['LITHOPS__HTTP__TOKEN'];
if (token === undefined)
  throw new Error('Expected LITHOPS__HTTP__TOKEN, a secret that clients have as well.');

const numberOf = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);
const { port = '8080', host, workers } = values;
startServer({ token, host, port: Number(port), workers: numberOf(workers) }).then(({ url }) =>
  console.log(`Runs activations at ${url}`),
);
