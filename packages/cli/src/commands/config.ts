import type { Command } from 'commander';
import { withCommonOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';
import { checkConfig } from './config-check.js';
import { initConfig } from './config-init.js';
import { showConfig } from './config-show.js';

/** `lithops config init|show|check`. */
export function addConfigCommand(lithops: Command, streams: CommandStreams): void {
  const config = lithops
    .command('config')
    .helpCommand(false)
    .description('write, show or check the configuration');
  config
    .command('init')
    .description('write a new configuration file, with every key explained')
    .option('-b, --backend <name>', 'compute backend to be configured')
    .option('-s, --storage <name>', 'storage backend to be configured')
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
}
