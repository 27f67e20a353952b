// podman with the store of these tests, whose registry is a server of this machine: what `PODMAN_TO` says, as JSON.
import { spawnSync } from 'node:child_process';

const { podman, engineArguments, registry, authFile } = JSON.parse(process.env['PODMAN_TO'] ?? '{}');
const [command = '', ...rest] = process.argv
  .slice(2)
  .map((word) => word.replace(/^[\w.-]+\.amazonaws\.com/, registry));
const reaches =
  command === 'login' || command === 'push' ? ['--tls-verify=false', '--authfile', authFile] : [];
const { status } = spawnSync(podman, [...engineArguments, command, ...reaches, ...rest], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
