import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { serve } from './web-server.js';

/** A version of a package as it was published. */
export interface Published {
  readonly name: string;
  readonly version: string;
  /** What its package.json says besides. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Of the files that are programs. */
  readonly programs?: readonly string[];
}

export interface NpmRegistry {
  readonly url: string;
  /** The paths that it was asked for. */
  readonly asked: string[];
}

interface Release {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly tarball: Buffer;
}

/** A registry of npm packages on this machine until the test has finished. @param token - without which it says nothing */
export async function npmRegistry(packages: readonly Published[], token?: string): Promise<NpmRegistry> {
  const releases = new Map<string, Map<string, Release>>();
  for (const one of packages) {
    const versions = releases.get(one.name) ?? new Map<string, Release>();
    releases.set(one.name, versions.set(one.version, { manifest: manifestOf(one), tarball: tarballOf(one) }));
  }
  const asked: string[] = [];
  const url = await serve((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    asked.push(path);
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
      const said = `Not a token of ours: ${request.headers.authorization}`;
      response.writeHead(401).end(JSON.stringify({ error: said }));
      return;
    }
    const [name = '', version] = path.split('/-/');
    const versions = releases.get(name);
    if (versions === undefined) response.writeHead(404).end('{}');
    else if (version === undefined) response.end(JSON.stringify(document(name, versions, url)));
    else response.end(versions.get(version)?.tarball);
  });
  return { url, asked };
}

function manifestOf({ name, version, manifest }: Published): Readonly<Record<string, unknown>> {
  return { name, version, ...manifest };
}

function document(name: string, versions: ReadonlyMap<string, Release>, url: string) {
  const described = [...versions].map(([version, { manifest, tarball }]) => {
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    return [version, { ...manifest, dist: { tarball: `${url}/${name}/-/${version}`, integrity } }];
  });
  const latest = [...versions.keys()].at(-1);
  return { name, 'dist-tags': { latest }, versions: Object.fromEntries(described) };
}

function tarballOf(published: Published): Buffer {
  const { files = {}, programs = [] } = published;
  const all = { 'package.json': JSON.stringify(manifestOf(published)), ...files };
  const blocks = Object.entries(all).flatMap(([name, content]) => {
    const bytes = Buffer.from(content);
    const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
    return [header(`package/${name}`, bytes.length, programs.includes(name) ? 0o755 : 0o644), bytes, padding];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 1 });
}

/** Of a file in a tar archive, as POSIX.1-1988 has it. */
function header(name: string, sizeBytes: number, mode: number): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  block.write(name, 0);
  block.write(octal(mode, 7), 100);
  block.write(octal(sizeBytes, 11), 124);
  block.write(octal(0, 11), 136);
  block.write('        0', 148);
  block.write('ustar\0' + '00', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\0 `, 148);
  return block;
}
