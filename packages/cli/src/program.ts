import { Command } from 'commander';
import { addCleanCommand } from './commands/clean.js';
import { addConfigCommand } from './commands/config.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addHelloCommand } from './commands/hello.js';
import { addJobCommand } from './commands/job.js';
import { addLogsCommand } from './commands/logs.js';
import { addPolicyCommand } from './commands/policy.js';
import { addRuntimeCommand } from './commands/runtime.js';
import { addStorageCommand } from './commands/storage.js';
import { addTestCommand } from './commands/test.js';
import { oneLine } from './one-line.js';
import { packageVersion } from './package-version.js';
import type { CommandStreams } from './streams.js';

/** The `lithops` command with all that it can do. */
export function program(streams: CommandStreams): Command {
  const lithops = new Command('lithops')
    .description('Run any TypeScript function over data: on this machine or on thousands of cloud workers.')
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
      outputError: (text, write) => write(usageError(text)),
    });
  addHelloCommand(lithops, streams);
  addTestCommand(lithops, streams);
  addDoctorCommand(lithops, streams);
  addCleanCommand(lithops, streams);
  addStorageCommand(lithops, streams);
  addLogsCommand(lithops, streams);
  addConfigCommand(lithops, streams);
  addJobCommand(lithops, streams);
  addPolicyCommand(lithops, streams);
  addRuntimeCommand(lithops, streams);
  return lithops;
}

function usageError(text: string): string {
  const line = oneLine(text);
  return /Did you mean/.test(line) ? `${line}\n` : `${line} (\`lithops --help\` says what there is)\n`;
}
