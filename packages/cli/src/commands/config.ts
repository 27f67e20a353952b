import type { Command } from 'commander';
import { withCommonOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';
import { checkConfig } from './config-check.js';
import { editConfig } from './config-edit.js';
import { initConfig } from './config-init.js';
import { configSchema } from './config-schema.js';
import { showConfig } from './config-show.js';

/** `lithops config init|show|check|schema|set|unset|move`. */
export function addConfigCommand(lithops: Command, streams: CommandStreams): void {
  const config = lithops
    .command('config')
    .helpCommand(false)
    .description('write, show, check or change the configuration');
  withPluginNames(config.command('init'))
    .description('write a new configuration file, with every key explained')
    .option('-c, --config <file>', 'where to write it', '.lithops_config')
    .option('-f, --force', 'overwrite the file if there is one')
    .option('-d, --debug', 'print the stack of an error')
    .action(async (options) => {
      streams.stdout.write(await initConfig(options));
    });
  withCommonOptions(config.command('show'))
    .description('print the configuration in use and where each value comes from, secrets left out')
    .option('--json', 'print it as JSON')
    .action((options) => showConfig(options, streams));
  withCommonOptions(config.command('check'))
    .description('print every problem of the configuration; the exit code is 1 if there is any')
    .action((options) => checkConfig(options, streams));
  withPluginNames(config.command('schema'))
    .description('print the JSON schema of the configuration file, for editors')
    .option('-d, --debug', 'print the stack of an error')
    .action((options) => {
      streams.stdout.write(configSchema(options));
    });
  addEdits(config, streams);
}

function withPluginNames(command: Command): Command {
  return command
    .option('-b, --backend <name>', 'compute backend to be configured')
    .option('-s, --storage <name>', 'storage backend to be configured')
    .option('-m, --monitoring <name>', 'monitoring system to be configured');
}

/** Each changes one place of the file and leaves the rest as it is. */
function addEdits(config: Command, streams: CommandStreams): void {
  const edit = (name: string): Command =>
    config
      .command(name)
      .option('-c, --config <file>', 'the file, instead of the one in use')
      .option('-d, --debug', 'print the stack of an error');
  edit('set')
    .description('set a key in the configuration file')
    .argument('<section.key>')
    .argument('<value>')
    .action(async (at: string, value: string, options) => {
      streams.stdout.write(await editConfig({ kind: 'set', at, value }, options));
    });
  edit('unset')
    .description('take a key, or a whole section, out of the configuration file')
    .argument('<section.key>')
    .action(async (at: string, options) => {
      streams.stdout.write(await editConfig({ kind: 'unset', at }, options));
    });
  edit('move')
    .description('give a key, or a section, another name or place in the configuration file')
    .argument('<from>')
    .argument('<to>')
    .action(async (from: string, to: string, options) => {
      streams.stdout.write(await editConfig({ kind: 'move', from, to }, options));
    });
}
