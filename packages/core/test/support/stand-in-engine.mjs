#!/usr/bin/env node
// Stands in for docker and podman where a test is about what this package does with one, not about isolation: its containers
// are processes of this machine. As with the real ones, a container sees nothing of its client's environment and ends with
// its standard input; `--mount` is honoured by taking files from where they are. testing/containers has the real thing.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const [command, ...args] = process.argv.slice(2);
if (command === '--version') console.log('podman version 0.0.0 (stand-in)');
if (command === 'rm') remove(args.at(-1) ?? '');
if (command === 'run') run();

function run() {
  const launcher = args.indexOf('-e');
  const image = args[launcher - 1];
  const script = args[launcher + 1] ?? '';
  const [agent = '', ...rest] = args.slice(launcher + 2);
  if (image === 'absent') refuse(125, `Error: ${image}: image not known`);
  // As if the image had that version.
  const [, version] = /^node:(.*)/.exec(image ?? '') ?? [];
  const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'${version}'}})`;
  const options = version === undefined ? [] : ['--import', pretend];
  const env = Object.fromEntries(valuesOf('--env').map((pair) => pair.split(/=(.*)/s)));
  const words = [...options, '-e', script, fileOf(agent), ...rest];
  const container = spawn(process.execPath, words, { stdio: 'inherit', env });
  const pidFile = pidFileOf(valuesOf('--name')[0] ?? '');
  writeFileSync(pidFile, String(container.pid));
  container.on('exit', (code, signal) => {
    rmSync(pidFile, { force: true });
    process.exitCode = signal === null ? (code ?? 1) : 137;
  });
}

/** @param {string} option */
function valuesOf(option) {
  return args.flatMap((word, position) => (args[position - 1] === option ? [word] : []));
}

/** Where a file of the container is on this machine. @param {string} file */
function fileOf(file) {
  const mounts = valuesOf('--mount').map((mount) =>
    Object.fromEntries(mount.split(',').map((field) => field.split('='))),
  );
  const mount = mounts.find(({ target }) => file.startsWith(`${target}/`));
  return mount === undefined ? file : path.join(mount.source, file.slice(mount.target.length));
}

/** @param {string} name */
function remove(name) {
  process.kill(Number(readFileSync(pidFileOf(name), 'utf8')), 'SIGKILL');
}

/** @param {string} name */
function pidFileOf(name) {
  return path.join(tmpdir(), `${name}.stand-in`);
}

/**
 * @param {number} code
 * @param {string} message
 */
function refuse(code, message) {
  console.error(message);
  process.exit(code);
}
