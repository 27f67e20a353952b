import { execFile } from 'node:child_process';

/** What a command line came to. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

const main = `
  import { run } from ${JSON.stringify(import.meta.resolve('@lithops/cli'))};
  process.exitCode = await run(process.argv.slice(1));
`;

/** Runs `lithops` in a process of its own, with that broker configured by variables. */
export function lithops(
  args: readonly string[],
  amqpUrl: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const env = {
    ...process.env,
    LITHOPS__LITHOPS__MONITORING: 'rabbitmq',
    LITHOPS__RABBITMQ__AMQP_URL: amqpUrl,
    ...variables,
  };
  return new Promise((resolve) => {
    const argv = ['--input-type=module', '-e', main, '--', ...args];
    execFile(process.execPath, argv, { env, timeout: 100_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}
