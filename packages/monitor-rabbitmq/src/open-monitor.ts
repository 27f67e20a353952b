import { readFile } from 'node:fs/promises';
import type { Monitor, PluginContext } from '@lithops/core/spec';
import { BrokerError } from './broker/broker-error.js';
import { RabbitmqMonitor } from './rabbitmq-monitor.js';
import type { RabbitmqSection } from './rabbitmq-section.js';
import { settingsOf } from './rabbitmq-settings.js';

/** The monitor of a section whose file of certificates, if it names one, has been read: workers may not have that file. */
export async function openMonitor(section: RabbitmqSection, { log }: PluginContext): Promise<Monitor> {
  const whole = { ...section, ca: await certificates(section.ca) };
  return new RabbitmqMonitor(whole, settingsOf(whole), log);
}

/** @throws {BrokerError} when the file cannot be read, or has none */
async function certificates(ca: string | undefined): Promise<string | undefined> {
  if (ca === undefined || isPem(ca)) return ca;
  const text = await readFile(ca, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new BrokerError(
      'invalid',
      `Expected certificates in PEM, or a file with them, in "rabbitmq.ca", got: ${why}`,
    );
  });
  if (isPem(text)) return text;
  throw new BrokerError(
    'invalid',
    `Expected certificates in PEM in the file that "rabbitmq.ca" names, got none in ${ca}.`,
  );
}

function isPem(text: string): boolean {
  return text.includes('-----BEGIN CERTIFICATE-----');
}
