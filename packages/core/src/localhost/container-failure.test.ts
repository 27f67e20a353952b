import { describe, expect, it } from 'vitest';
import { type FailedStart, startFailure } from './container-failure.js';

function failure(end: Partial<FailedStart>): string {
  const { code, message } = startFailure({
    image: 'acme/worker:1',
    engine: 'docker',
    code: 125,
    signal: null,
    stderr: '',
    ...end,
  });
  return `${code} ${message}`;
}

/** As they were written by Docker 28.2 and Podman 4.3. */
describe('a container that ended before it was ready', () => {
  it('because the daemon does not run: says so, with the socket', () => {
    const stderr = `docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?

Run 'docker run --help' for more information
`;
    expect(failure({ stderr })).toBe(
      'LITHOPS_CONTAINER_FAILED Expected docker to start a container of "acme/worker:1", but its daemon does not answer: docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running? Start it, or name another engine as localhost.container_engine.',
    );
  });

  it.each([
    `Unable to find image 'acme/worker:1' locally
docker: Error response from daemon: pull access denied for acme/worker, repository does not exist or may require 'docker login'

Run 'docker run --help' for more information`,
    'Error: acme/worker:1: image not known',
    `Trying to pull docker.io/acme/worker:1...
Error: initializing source docker://acme/worker:1: pinging container registry registry-1.docker.io: Get "https://registry-1.docker.io/v2/": dial tcp: no such host`,
  ])('because its image is nowhere: says what the engine said last, %j', (stderr) => {
    const said = stderr.split('\n').find((line) => /^(docker|Error):/.test(line));
    expect(failure({ stderr })).toBe(
      `LITHOPS_RUNTIME_MISSING Expected an image "acme/worker:1" here or in a registry that docker can reach, got: ${said}. Correct \`runtime\`, log in to the registry, or build the image.`,
    );
  });

  it.each([
    [
      127,
      'Error: runc: exec: "node": executable file not found in $PATH: OCI runtime attempted to invoke a command',
    ],
    [126, 'docker: Error response from daemon: exec: "node": permission denied'],
    [86, 'Node.js 18.20.4'],
  ])('because it has no Node.js that will do: exit code %i', (code, stderr) => {
    expect(failure({ code, stderr })).toBe(
      `LITHOPS_RUNTIME_INCOMPATIBLE Expected the image "acme/worker:1" to have Node.js 20.19 or newer as \`node\`, got: ${stderr}. Take an image that has it, such as node:22.`,
    );
  });

  it('for anything else: says what was said, or how it ended', () => {
    const stderr = "Error: unknown flag: --gpuz\nSee 'podman run --help'";
    expect(failure({ stderr })).toMatch(
      /^LITHOPS_CONTAINER_FAILED .* got: Error: unknown flag: --gpuz\. Look at/,
    );
    expect(failure({ code: 1 })).toMatch(/got: exit code 1\. Look/);
    expect(failure({ code: null, signal: 'SIGKILL' })).toMatch(/got: ended by SIGKILL\. Look/);
  });
});
