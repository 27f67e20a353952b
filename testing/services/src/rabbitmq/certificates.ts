import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Scratch } from '../scratch/scratch.js';

/** Files in PEM. */
export interface Certificates {
  /** Of the authority that made the server's. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

const run = promisify(execFile);
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** An authority that nobody knows, and a certificate of it for localhost and 127.0.0.1. */
export async function makeCertificates(scratch: Scratch): Promise<Certificates> {
  const [ca, caKey] = [scratch.path('ca.pem'), scratch.path('ca-key.pem')];
  const [certificate, key] = [scratch.path('server.pem'), scratch.path('server-key.pem')];
  const [request, extensions] = [scratch.path('request.pem'), scratch.path('extensions')];
  await run('openssl', [
    ...['req', '-x509', ...NEW_KEY, '-days', '2', '-subj', '/CN=lithops test authority'],
    ...['-addext', 'basicConstraints=critical,CA:TRUE', '-keyout', caKey, '-out', ca],
  ]);
  await run('openssl', ['req', ...NEW_KEY, '-subj', '/CN=localhost', '-keyout', key, '-out', request]);
  await writeFile(extensions, 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  await run('openssl', [
    ...['x509', '-req', '-in', request, '-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-days', '2'],
    ...['-extfile', extensions, '-out', certificate],
  ]);
  return { ca, certificate, key };
}
