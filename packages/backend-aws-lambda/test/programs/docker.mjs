#!/usr/bin/env node
// As much of docker as building and pushing an image takes, without a daemon: a Dockerfile's FROM, WORKDIR, COPY and CMD, and
// the registry's own protocol. What it was called with is in calls.jsonl.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';

const { DOUBLE_DOCKER_HOME: home = '', DOUBLE_DOCKER_REGISTRY: registry = '' } = process.env;
const [command = '', ...args] = process.argv.slice(2);

/** @param {string} tag */
const placeOf = (tag) => path.join(home, 'images', encodeURIComponent(tag));

/** @param {string} name */
function option(name) {
  const at = args.indexOf(name);
  return at === -1 ? undefined : args[at + 1];
}

function build() {
  const context = args.at(-1) ?? '';
  const text = readFileSync(option('--file') ?? path.join(context, 'Dockerfile'), 'utf8');
  record({ dockerfile: text });
  const image = placeOf(option('--tag') ?? '');
  const root = path.join(image, 'root');
  let config = {};
  rmSync(image, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  for (const line of text.split('\n')) {
    const [, instruction = '', rest = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
    const [from = '', to = ''] = rest.split(' ');
    if (instruction === 'FROM' && existsSync(placeOf(rest))) {
      cpSync(path.join(placeOf(rest), 'root'), root, { recursive: true });
      config = JSON.parse(readFileSync(path.join(placeOf(rest), 'config.json'), 'utf8'));
    }
    if (instruction === 'WORKDIR') config = { ...config, WorkingDir: rest };
    if (instruction === 'CMD') config = { ...config, Cmd: JSON.parse(rest) };
    if (instruction === 'COPY') cpSync(path.join(context, from), path.join(root, to), { recursive: true });
  }
  writeFileSync(path.join(image, 'config.json'), JSON.stringify(config));
}

async function push() {
  const [, host = '', name = '', tag = ''] = /^([^/]+)\/(.+):([^:]+)$/.exec(args[0] ?? '') ?? [];
  const image = placeOf(args[0] ?? '');
  const archive = path.join(image, 'layer.tar');
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0'];
  execFileSync('tar', ['--create', '--file', archive, ...same, '--directory', path.join(image, 'root'), '.']);
  const config = Buffer.from(
    JSON.stringify({ config: JSON.parse(readFileSync(path.join(image, 'config.json'), 'utf8')) }),
  );
  const layer = readFileSync(archive);
  for (const blob of [config, layer]) {
    const { location } = await send('POST', host, `/v2/${name}/blobs/uploads/`, Buffer.alloc(0));
    await send('PUT', host, `${location}?digest=${digestOf(blob)}`, blob);
  }
  const manifest = {
    schemaVersion: 2,
    config: { digest: digestOf(config) },
    layers: [{ digest: digestOf(layer) }],
  };
  await send('PUT', host, `/v2/${name}/manifests/${tag}`, Buffer.from(JSON.stringify(manifest)));
  console.log(`pushed ${args[0]}`);
}

/** @param {string} method @param {string} host @param {string} target @param {Buffer} body */
function send(method, host, target, body) {
  const password = readFileSync(path.join(home, 'password'), 'utf8');
  const { hostname, port } = new URL(registry);
  const headers = { host, authorization: `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}` };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: target, headers }, (answer) => {
      answer.resume();
      if ((answer.statusCode ?? 500) < 300) resolve({ location: String(answer.headers.location) });
      else reject(new Error(`denied: the registry has answered ${answer.statusCode}`));
    });
    sent.on('error', reject).end(body);
  });
}

/** @param {Buffer} bytes */
function digestOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** @param {object} more */
function record(more) {
  appendFileSync(path.join(home, 'calls.jsonl'), `${JSON.stringify({ command, args, ...more })}\n`);
}

switch (command) {
  case 'info':
    break;
  case 'build':
    build();
    break;
  case 'login': {
    const stdin = readFileSync(0, 'utf8');
    record({ stdin });
    writeFileSync(path.join(home, 'password'), stdin);
    break;
  }
  case 'push':
    record({});
    await push().catch((error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
    break;
  case 'rmi':
    record({});
    rmSync(placeOf(args[0] ?? ''), { recursive: true });
    break;
  default:
    console.error(`docker: '${command}' is not a docker command.`);
    process.exitCode = 1;
}
