import { reservedVariables } from '../execution/environment-variables.js';
import type { Role, Roles } from '../iam/roles.js';
import { allows } from '../identity/identity.js';
import { ServiceError } from '../service/service-error.js';
import { limits } from './limits.js';
import type { CreateFunctionInput, UpdateConfigurationInput } from './shapes.js';

/** What can be set for a function, with its defaults filled in. */
export interface FunctionConfiguration {
  readonly packageType: 'Zip' | 'Image';
  /** `undefined` for images, which have their own. */
  readonly runtime: string | undefined;
  readonly handler: string | undefined;
  readonly roleArn: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly ephemeralStorageMb: number;
  readonly fileSystems: NonNullable<UpdateConfigurationInput['FileSystemConfigs']>;
  readonly imageCommand: readonly string[];
}

/** @throws {ServiceError} `InvalidParameterValueException` when members contradict each other */
export function newConfiguration(input: CreateFunctionInput): FunctionConfiguration {
  const packageType = input.PackageType ?? 'Zip';
  if (packageType === 'Zip' && (input.Runtime === undefined || input.Handler === undefined))
    throw invalid(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  if (packageType === 'Image' && (input.Runtime !== undefined || input.Handler !== undefined))
    throw invalid(
      "Please don't provide Handler or Runtime or Layer when the intent is to create a function with container images.",
    );
  return changedConfiguration(input, {
    packageType,
    runtime: undefined,
    handler: undefined,
    roleArn: input.Role,
    description: '',
    timeoutSeconds: 3,
    memoryMb: 128,
    subnetIds: [],
    securityGroupIds: [],
    variables: {},
    ephemeralStorageMb: 512,
    fileSystems: [],
    imageCommand: [],
  });
}

/** What is not mentioned stays. @throws {ServiceError} like {@link newConfiguration} */
export function changedConfiguration(
  input: Omit<UpdateConfigurationInput, 'FunctionName'>,
  before: FunctionConfiguration,
): FunctionConfiguration {
  const after: FunctionConfiguration = {
    packageType: before.packageType,
    runtime: input.Runtime ?? before.runtime,
    handler: input.Handler ?? before.handler,
    roleArn: input.Role ?? before.roleArn,
    description: input.Description ?? before.description,
    timeoutSeconds: input.Timeout ?? before.timeoutSeconds,
    memoryMb: input.MemorySize ?? before.memoryMb,
    subnetIds: input.VpcConfig?.SubnetIds ?? before.subnetIds,
    securityGroupIds: input.VpcConfig?.SecurityGroupIds ?? before.securityGroupIds,
    variables: input.Environment === undefined ? before.variables : (input.Environment.Variables ?? {}),
    ephemeralStorageMb: input.EphemeralStorage?.Size ?? before.ephemeralStorageMb,
    fileSystems: input.FileSystemConfigs ?? before.fileSystems,
    imageCommand: input.ImageConfig === undefined ? before.imageCommand : (input.ImageConfig.Command ?? []),
  };
  checkTogether(after);
  checkVariables(after.variables);
  return after;
}

/**
 * @throws {ServiceError} `InvalidParameterValueException` when Lambda cannot be that role, or the role cannot join a VPC;
 *   `AccessDeniedException` for a role of another account
 */
export function roleFor(configuration: FunctionConfiguration, roles: Roles): Role {
  if (!roles.isOfAccount(configuration.roleArn))
    throw new ServiceError('AccessDeniedException', 'Cross-account pass role is not allowed.', {
      status: 403,
    });
  const role = roles.assumableBy('lambda.amazonaws.com', configuration.roleArn);
  if (role === undefined) throw invalid('The role defined for the function cannot be assumed by Lambda.');
  if (inVpc(configuration) && !allows(role.allow, 'ec2:CreateNetworkInterface'))
    throw invalid(
      'The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
    );
  return role;
}

export function inVpc({ subnetIds }: FunctionConfiguration): boolean {
  return subnetIds.length > 0;
}

export function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message);
}

function checkTogether(configuration: FunctionConfiguration): void {
  const { subnetIds, securityGroupIds, fileSystems } = configuration;
  if (subnetIds.length > 0 !== securityGroupIds.length > 0)
    throw invalid('SubnetIds and SecurityIds must coexist or be both empty list.');
  if (fileSystems.length > 0 && !inVpc(configuration))
    throw invalid('Function must be configured to execute in a VPC to reference access points.');
}

function checkVariables(variables: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(variables).filter((name) => reservedVariables.includes(name));
  if (reserved.length > 0)
    throw invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
        'contains reserved keys that are currently not supported for modification. ' +
        `Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > limits.environmentBytes)
    throw invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
        `exceeded the 4KB limit. String measured: ${measured}`,
    );
}
