import type { ExecutionFault } from '../faults/fault.js';
import { type Operation, operation } from '../service/operation.js';
import { shownConfiguration } from './configuration-reply.js';
import { changedConfiguration, invalid, newConfiguration, roleFor } from './function-configuration.js';
import { FunctionRecord } from './function-record.js';
import type { LambdaParts } from './lambda-parts.js';
import { forCode, forSettings, onFunction } from './permissions.js';
import { createFunctionInput, functionInput, updateCodeInput, updateConfigurationInput } from './shapes.js';

export function createFunction(parts: LambdaParts): Operation {
  return operation('CreateFunction', createFunctionInput, {
    permissions: (input, scope) => [
      ...onFunction('CreateFunction')(input, scope),
      ...forSettings(input),
      ...forCode(input.Code),
      ...(input.Tags === undefined ? [] : onFunction('TagResource')(input, scope)),
    ],
    async run({ input, region, faults }) {
      const { functions, code, roles, revisions, durations } = parts;
      const arn = functions.arnOf(input.FunctionName, region);
      functions.checkFree(arn);
      const configuration = newConfiguration(input);
      if ((configuration.packageType === 'Image') !== (input.Code.ImageUri !== undefined))
        throw invalid('Please provide ImageUri for functions of PackageType Image, and for no others.');
      checkRoleFault(faults);
      const role = roleFor(configuration, roles);
      const stored = await code.take(input.Code, region, functions.codeBytes);
      const architecture = input.Architectures?.[0] ?? 'x86_64';
      const name = input.FunctionName;
      const revision = revisions.create({
        name,
        arn,
        region,
        role,
        configuration,
        code: stored,
        architecture,
      });
      const record = new FunctionRecord({ name, arn, region }, revision, durations, faults);
      for (const [key, value] of Object.entries(input.Tags ?? {})) record.tags.set(key, value);
      functions.add(record);
      return { status: 201, body: shownConfiguration(record) };
    },
  });
}

export function updateFunctionCode(parts: LambdaParts): Operation {
  return operation('UpdateFunctionCode', updateCodeInput, {
    permissions: (input, scope) => [...onFunction('UpdateFunctionCode')(input, scope), ...forCode(input)],
    async run({ input, region, faults }) {
      const record = functionFor(parts, input.FunctionName, region, faults);
      record.checkUpdatable(input.RevisionId);
      const { configuration, architecture } = record.current;
      const role = roleFor(configuration, parts.roles);
      const code = await parts.code.take(input, region, parts.functions.codeBytes);
      // Another client may have been quicker while the package came in.
      record.checkUpdatable(input.RevisionId);
      if (input.DryRun === true) return { body: shownConfiguration(record) };
      const { name, arn } = record;
      const changed = { name, arn, region, role, configuration, code };
      record.update(
        parts.revisions.create({ ...changed, architecture: input.Architectures?.[0] ?? architecture }),
        faults,
      );
      return { body: shownConfiguration(record) };
    },
  });
}

export function updateFunctionConfiguration(parts: LambdaParts): Operation {
  return operation('UpdateFunctionConfiguration', updateConfigurationInput, {
    permissions: (input, scope) => [
      ...onFunction('UpdateFunctionConfiguration')(input, scope),
      ...forSettings(input),
    ],
    run({ input, region, faults }) {
      const record = functionFor(parts, input.FunctionName, region, faults);
      record.checkUpdatable(input.RevisionId);
      const { code, architecture, configuration: before } = record.current;
      const configuration = changedConfiguration(input, before);
      checkRoleFault(faults);
      const role = roleFor(configuration, parts.roles);
      const { name, arn } = record;
      record.update(
        parts.revisions.create({ name, arn, region, role, configuration, code, architecture }),
        faults,
      );
      return { body: shownConfiguration(record) };
    },
  });
}

export function deleteFunction(parts: LambdaParts): Operation {
  return operation('DeleteFunction', functionInput, {
    permissions: onFunction('DeleteFunction'),
    run({ input, region, faults }) {
      const record = functionFor(parts, input.FunctionName, region, faults);
      parts.functions.remove(record.arn, region);
      parts.concurrencyOf(region).reserve(record.arn, undefined);
      return { status: 204 };
    },
  });
}

/** The function that a request names, unless somebody deletes it just now. */
export function functionFor(
  { functions }: LambdaParts,
  given: string,
  region: string,
  faults: readonly ExecutionFault[],
): FunctionRecord {
  if (faults.some(({ kind }) => kind === 'functionDeleted')) functions.remove(given, region);
  return functions.get(given, region);
}

function checkRoleFault(faults: readonly ExecutionFault[]): void {
  if (faults.some(({ kind }) => kind === 'roleNotAssumable'))
    throw invalid('The role defined for the function cannot be assumed by Lambda.');
}
