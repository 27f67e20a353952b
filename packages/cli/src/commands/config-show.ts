import {
  builtins,
  type Configuration,
  checkConfiguration,
  describeOrigin,
  type Origin,
} from '@lithops/core/config';
import { type CommonOptions, executorOptions } from '../common-options.js';
import { ProblemsFound } from '../problems-found.js';
import type { CommandStreams } from '../streams.js';
import { warn } from '../warn.js';

/** Options of `lithops config show`. */
export interface ShowOptions extends CommonOptions {
  readonly json?: boolean | undefined;
}

/** Prints every value in use with its source. @throws {ProblemsFound} when the configuration has problems. */
export function showConfig(options: ShowOptions, streams: CommandStreams): void {
  const { configuration, problems, warnings } = checkConfiguration(executorOptions(options), builtins);
  if (configuration === undefined) throw new ProblemsFound(problems);
  warn(streams, warnings);
  streams.stdout.write(options.json === true ? asJson(configuration) : asText(configuration));
}

interface ShownValue {
  readonly value: unknown;
  readonly source: string;
}

/** Values by section and key. */
function shownSections(
  configuration: Configuration,
): Readonly<Record<string, Readonly<Record<string, ShownValue>>>> {
  const { sources } = configuration;
  return mapValues(configuration.redacted(), (keys, section) =>
    mapValues(keys, (value, key) => ({ value, source: sourceOf(sources[`${section}.${key}`]) })),
  );
}

/** What an executor takes from its options comes here from the command line. */
function sourceOf(origin: Origin = { kind: 'default' }): string {
  return origin.kind === 'constructor' || origin.kind === 'config' ? 'command line' : describeOrigin(origin);
}

function asJson(configuration: Configuration): string {
  const shown = {
    file: configuration.source ?? null,
    ...choices(configuration),
    sections: shownSections(configuration),
  };
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

function asText(configuration: Configuration): string {
  const { mode, backend, storage, monitoring } = choices(configuration);
  const head = [
    `# file: ${configuration.source ?? 'none (`lithops config init` writes one)'}`,
    `# mode: ${mode}, backend: ${backend}, storage: ${storage}, monitoring: ${monitoring}`,
  ];
  const sections = Object.entries(shownSections(configuration)).map(([name, keys]) =>
    sectionText(name, keys),
  );
  return `${[...head, ...sections.filter((text) => text !== '')].join('\n')}\n`;
}

function choices({ mode, compute, storage, monitoring }: Configuration) {
  return {
    mode,
    backend: compute.plugin.name,
    storage: storage.plugin.name,
    monitoring: typeof monitoring === 'string' ? monitoring : monitoring.plugin.name,
  };
}

/** As it would stand in a file, with the source behind each value. */
function sectionText(name: string, keys: Readonly<Record<string, ShownValue>>): string {
  const lines = Object.entries(keys).map(
    ([key, { value, source }]) => [`  ${key}: ${JSON.stringify(value)}`, source] as const,
  );
  if (lines.length === 0) return '';
  const width = Math.max(...lines.map(([line]) => line.length));
  return [`${name}:`, ...lines.map(([line, source]) => `${line.padEnd(width)}  # ${source}`)].join('\n');
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
