import { LithopsError } from '@lithops/core';
import { builtins, resolveDraft } from '@lithops/core/config';
import type { PolicyName, PolicyStatement } from '@lithops/core/spec';
import { Argument, type Command } from 'commander';
import { type CommonOptions, executorOptions, withCommonOptions } from '../common-options.js';
import { configuredBucket } from '../open-store.js';
import { policyDocument } from '../policy-document.js';
import type { CommandStreams } from '../streams.js';
import { warn } from '../warn.js';

const names: readonly PolicyName[] = ['deploy', 'run', 'tools', 'role', 'trust'];

/** `lithops policy`: the least rights that backend and storage need, ready to be given to people and workers. */
export function addPolicyCommand(lithops: Command, streams: CommandStreams): void {
  withCommonOptions(lithops.command('policy'))
    .description('print the least rights that deploying, running, these tools and workers need, as JSON')
    .addArgument(
      new Argument('[policy]', 'one of them alone, ready to be put into the account').choices(names),
    )
    .action((name: PolicyName | undefined, options: CommonOptions) => policy(name, options, streams));
}

/** @throws {LithopsError} `LITHOPS_UNSUPPORTED` where there are no such policies */
function policy(name: PolicyName | undefined, options: CommonOptions, streams: CommandStreams): void {
  const configuration = resolveDraft(executorOptions(options), builtins);
  const { compute, storage } = configuration;
  const context = { bucket: configuredBucket(configuration) };
  const found = [compute, storage].map((resolved) => ({
    name: resolved.plugin.name,
    statements: resolved.policies(context),
  }));
  const without = found.filter(({ statements }) => statements === undefined);
  if (without.length === found.length) throw noPolicies(found.map((one) => one.name));
  const statements = found.flatMap((one) => one.statements ?? []);
  const documents = new Map(names.map((one) => [one, policyDocument(one, statements)]));
  const shown = name === undefined ? Object.fromEntries(documents) : documents.get(name);
  streams.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  warn(streams, [
    ...without.map(
      (one) => `"${one.name}" grants rights in a way of its own: these policies have none of it.`,
    ),
    ...placeholders(name, statements),
  ]);
}

function placeholders(
  name: PolicyName | undefined,
  statements: readonly PolicyStatement[],
): readonly string[] {
  const shown = statements.filter((one) => name === undefined || one.for.includes(name));
  const words = shown.flatMap(({ resources = [] }) =>
    resources.flatMap((resource) => resource.match(/\b[A-Z]{4,}\b/g) ?? []),
  );
  if (words.length === 0) return [];
  return [`replace ${[...new Set(words)].join(', ')}: the configuration does not say it yet.`];
}

function noPolicies(plugins: readonly string[]): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `Expected a backend or storage whose cloud grants rights by policies, got ${plugins.map((name) => `"${name}"`).join(' and ')}: name them with -b and -s, such as \`-b aws_lambda -s aws_s3\`.`,
  });
}
