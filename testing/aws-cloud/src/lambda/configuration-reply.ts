import { latest, logGroupOf } from '../execution/function-version.js';
import { inVpc } from './function-configuration.js';
import type { FunctionRecord } from './function-record.js';

/** A function as all operations show it. */
export function shownConfiguration(record: FunctionRecord): Readonly<Record<string, unknown>> {
  const { configuration, code } = record.current;
  const { state, updateStatus, failure } = record;
  return {
    FunctionName: record.name,
    FunctionArn: record.arn,
    Role: configuration.roleArn,
    CodeSize: code.sizeBytes,
    CodeSha256: code.sha256,
    Description: configuration.description,
    Timeout: configuration.timeoutSeconds,
    MemorySize: configuration.memoryMb,
    LastModified: record.lastModified.toISOString().replace('Z', '+0000'),
    Version: latest,
    PackageType: configuration.packageType,
    Architectures: [record.current.architecture],
    EphemeralStorage: { Size: configuration.ephemeralStorageMb },
    RevisionId: record.revisionId,
    State: state,
    ...(state === 'Pending' && {
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
    }),
    ...(state === 'Failed' && { StateReason: failure?.reason, StateReasonCode: failure?.code }),
    LastUpdateStatus: updateStatus,
    ...(updateStatus === 'Failed' && {
      LastUpdateStatusReason: failure?.reason,
      LastUpdateStatusReasonCode: failure?.code,
    }),
    ...(updateStatus === 'InProgress' && {
      LastUpdateStatusReason:
        state === 'Pending' ? 'The function is being created.' : 'The update is in progress.',
      LastUpdateStatusReasonCode: 'Creating',
    }),
    TracingConfig: { Mode: 'PassThrough' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: logGroupOf(record.name) },
    ...(configuration.packageType === 'Zip' && {
      Runtime: configuration.runtime,
      Handler: configuration.handler,
    }),
    ...(configuration.imageCommand.length > 0 && {
      ImageConfigResponse: { ImageConfig: { Command: configuration.imageCommand } },
    }),
    ...(inVpc(configuration) && {
      VpcConfig: {
        SubnetIds: configuration.subnetIds,
        SecurityGroupIds: configuration.securityGroupIds,
        VpcId: 'vpc-0123456789abcdef0',
      },
    }),
    ...(configuration.fileSystems.length > 0 && { FileSystemConfigs: configuration.fileSystems }),
    ...(Object.keys(configuration.variables).length > 0 && {
      Environment: { Variables: configuration.variables },
    }),
  };
}

/** `Code` and `Configuration`, as `GetFunction` shows them. */
export function shownFunction(record: FunctionRecord): Readonly<Record<string, unknown>> {
  const { image } = record.current.code;
  const code =
    image === undefined
      ? { RepositoryType: 'S3' }
      : {
          RepositoryType: 'ECR',
          ImageUri: image.uri,
          ResolvedImageUri: `${image.uri.replace(/[:@][^/]*$/, '')}@${image.digest}`,
        };
  return {
    Configuration: shownConfiguration(record),
    Code: code,
    ...(record.tags.size > 0 && { Tags: Object.fromEntries(record.tags) }),
  };
}
