import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder of the whole project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A command that ended badly. The message is what it printed. */
export class CommandFailed extends Error {
  /** @override */
  name = 'CommandFailed';

  /** @param {string} line @param {string} how @param {string} output */
  constructor(line, how, output) {
    super(`${line} ${how}\n${output.trimEnd()}`);
    /** @readonly */
    this.output = output;
  }
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the project's folder
 * @property {NodeJS.ProcessEnv} [env] added to this process's own
 * @property {boolean} [show] print as it comes instead of collecting
 * @property {number} [timeoutMs] ended after so long; default: 20 minutes
 */

/**
 * Runs a command to its end, without input.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} what it printed on both streams, in order; empty with `show`
 * @throws {CommandFailed} when it exits with another code than 0, dies of a signal or takes too long
 */
export function run(command, args, options = {}) {
  const { cwd = root, env = {}, show = false, timeoutMs = 20 * 60_000 } = options;
  const line = [command, ...args].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...inherited(), ...env },
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
    }, timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new CommandFailed(line, `could not be started: ${error.message}`, output));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0 && !late) return resolve(output);
      const how = late ? `took more than ${timeoutMs / 1000} s` : `ended with ${signal ?? `code ${code}`}`;
      reject(new CommandFailed(line, how, output));
    });
  });
}

/** This process's environment without what npm was told for itself: a nested npx would obey it, and a silent pnpm says no errors. */
function inherited() {
  const env = { ...process.env };
  for (const name of ['package', 'call', 'loglevel']) delete env[`npm_config_${name}`];
  return env;
}
