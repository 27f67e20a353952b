import { type DebianPrograms, installDebianPackages } from './debian-packages.js';

const rabbitmq: DebianPrograms = {
  programs: ['rabbitmq-server', 'epmd', 'openssl'],
  packages: ['rabbitmq-server', 'openssl'],
};

/**
 * Installs RabbitMQ where that can be done: as root on Debian. The service that the package brings is not used.
 *
 * @returns `undefined`: it is there; else why it is not
 * @throws CommandFailed when apt-get fails
 */
export function ensureRabbitmqInstalled(): Promise<string | undefined> {
  return installDebianPackages(rabbitmq);
}
