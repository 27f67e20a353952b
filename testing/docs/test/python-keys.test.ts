import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { awsLambda } from '@lithops/backend-aws-lambda';
import { builtins, checkConfiguration, type DescribedKey, describeSections } from '@lithops/core/config';
import { rabbitmq } from '@lithops/monitor-rabbitmq';
import { awsS3, ceph, ibmCos, minio } from '@lithops/storage-s3';
import { afterAll, describe, expect, it } from 'vitest';
import { generatedParts } from '../../../scripts/docs/parts.js';
import { root } from '../../../scripts/setup/command.mjs';
import { configTable } from '../src/config-tables.js';
import { type PythonKey, pythonKeys } from './python-keys.js';

const plugins = { compute: [awsLambda], storage: [awsS3, ceph, minio, ibmCos], monitor: [rabbitmq] };
const all = {
  compute: [...builtins.compute, ...plugins.compute],
  storage: [...builtins.storage, ...plugins.storage],
  monitor: [...builtins.monitor, ...plugins.monitor],
};
const sections = describeSections([...all.compute, ...all.storage, ...all.monitor]);

const named = Object.entries(pythonKeys).flatMap(([section, keys]) =>
  Object.entries(keys).map(([key, spec]) => ({ name: `${section}.${key}`, section, key, spec })),
);
const meant = named.filter(({ spec }) => spec.isIgnored !== true).map((one) => [one.name, one] as const);

/** The key as it is declared: `vpc.subnets` is part of `vpc`. */
function declared(section: string, key: string): DescribedKey | undefined {
  const name = key.replace(/(?:\[\])?\..*$/, '');
  return sections.get(section)?.find((one) => one.key === name || one.alias === name);
}

describe('each key of Lithops for Python', () => {
  it.each(meant)('%s is one here, with its default', (_, { section, key, spec }) => {
    const found = declared(section, key);
    expect(found).toBeDefined();
    expect(found?.default).toEqual('here' in spec ? spec.here : spec.python);
    const inner = /\.(.+)$/.exec(key)?.[1];
    if (inner !== undefined) expect(found?.meaning).toContain(`\`${inner}\``);
  });

  it.each(meant)('%s is in the table of the documentation', (_, { section, key }) => {
    const text = readFileSync(path.join(root, 'docs/configuration.md'), 'utf8');
    const part = generatedParts({ path: 'docs/configuration.md', text }).find(
      ({ kind, subject }) => kind === 'config' && subject.split(', ').includes(section),
    );
    expect(part?.text.trim()).toBe(configTable(section, sections));
    expect(part?.text).toContain(`\`${declared(section, key)?.key}\``);
  });

  const ignored = named.filter(({ spec }) => spec.isIgnored === true).map((one) => [one.name, one] as const);
  it.each(ignored)('%s is none here, which the guide says', (_, { section, key }) => {
    expect(declared(section, key)).toBeUndefined();
    const text = readFileSync(path.join(root, 'docs/migrate-from-python.md'), 'utf8');
    expect(text).toContain(`\`${key}\``);
  });
});

describe('a configuration file of Lithops for Python', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lithops-python-keys-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const check = (chosen: object, names: readonly string[]) => {
    const configFile = path.join(folder, 'config.yaml');
    const file: Record<string, object> = Object.fromEntries(names.map((name) => [name, sample(name)]));
    // JSON is YAML
    writeFileSync(configFile, JSON.stringify({ ...file, lithops: { ...file['lithops'], ...chosen } }));
    return checkConfiguration({ configFile }, all, {
      environment: {},
      workingDirectory: folder,
      homeDirectory: undefined,
      systemFile: path.join(folder, 'none'),
    });
  };

  it.each([
    [{ backend: 'localhost', storage: 'localhost' }, ['lithops', 'localhost']],
    [
      { backend: 'aws_lambda', storage: 'aws_s3', mode: 'serverless' },
      ['lithops', 'serverless', 'aws', 'aws_lambda', 'aws_s3'],
    ],
    [{ storage: 'ceph', monitoring: 'rabbitmq' }, ['lithops', 'ceph', 'rabbitmq']],
    [{ storage: 'minio' }, ['lithops', 'minio']],
    [{ storage: 'ibm_cos' }, ['lithops', 'ibm_cos']],
  ])('with every key, for %j, is right here, and what means nothing is told', (chosen, names) => {
    const { problems, warnings } = check(chosen, names);
    expect(problems).toEqual([]);
    const told = warnings.flatMap(
      (text) => /"(\w+\.\w+)" belongs to Lithops for Python/.exec(text)?.[1] ?? [],
    );
    expect(told.sort()).toEqual(ignoredKeys(names));
  });
});

function ignoredKeys(names: readonly string[]): readonly string[] {
  return named
    .filter(({ section, spec }) => names.includes(section) && spec.isIgnored === true)
    .map(({ name }) => name)
    .sort();
}

/** The section with every key, as it stands in a file. */
function sample(section: string): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [key, { sample: value }] of Object.entries<PythonKey>(pythonKeys[section] ?? {})) {
    const [, outer, list, inner] = /^(\w+)(\[\])?\.(\w+)$/.exec(key) ?? [];
    if (outer === undefined || inner === undefined) values[key] = value;
    else if (list === undefined) values[outer] = { ...asMap(values[outer]), [inner]: value };
    else values[outer] = [{ ...asMap(asList(values[outer])[0]), [inner]: value }];
  }
  return values;
}

function asMap(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
