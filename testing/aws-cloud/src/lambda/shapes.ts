import { list, map, structure, type ValueOf } from '../shape/containers.js';
import { blob, flag, integer, oneOf, text } from '../shape/scalars.js';

/** A name, a partial or a whole ARN. */
export const functionName = text({
  min: 1,
  max: 170,
  pattern:
    '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?',
});

/** For a function that is to be made. */
export const newFunctionName = text({ min: 1, max: 64, pattern: '[a-zA-Z0-9-_]+' });

const runtime = oneOf(
  'nodejs18.x',
  'nodejs20.x',
  'nodejs22.x',
  'nodejs24.x',
  'python3.12',
  'python3.13',
  'python3.14',
  'java21',
  'java25',
  'ruby3.4',
  'dotnet8',
  'provided.al2023',
);
const roleArn = text({ pattern: 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+' });
const architectures = list(oneOf('x86_64', 'arm64'), { min: 1, max: 1 });
const imageConfig = structure(
  {},
  { Command: list(text()), EntryPoint: list(text()), WorkingDirectory: text({ max: 1_000 }) },
);

/** What `CreateFunction` and `UpdateFunctionConfiguration` have in common. */
const settings = {
  Runtime: runtime,
  Handler: text({ max: 128, pattern: '[^\\s]+' }),
  Description: text({ max: 256 }),
  Timeout: integer({ min: 1, max: 900 }),
  MemorySize: integer({ min: 128, max: 10_240 }),
  VpcConfig: structure(
    {},
    {
      SubnetIds: list(text({ max: 1_024, pattern: 'subnet-[0-9a-z]*' }), { max: 16 }),
      SecurityGroupIds: list(text({ max: 1_024, pattern: 'sg-[0-9a-zA-Z]*' }), { max: 5 }),
      Ipv6AllowedForDualStack: flag,
    },
  ),
  Environment: structure({}, { Variables: map(text({ pattern: '[a-zA-Z]([a-zA-Z0-9_])+' }), text()) }),
  EphemeralStorage: structure({ Size: integer({ min: 512, max: 10_240 }) }, {}),
  FileSystemConfigs: list(
    structure(
      {
        Arn: text({
          max: 200,
          pattern:
            'arn:aws[a-zA-Z-]*:elasticfilesystem:[a-z]{2}(-gov)?-[a-z]+-\\d{1}:\\d{12}:access-point/fsap-[a-f0-9]{17}',
        }),
        LocalMountPath: text({ max: 160, pattern: '/mnt/[a-zA-Z0-9-_.]+' }),
      },
      {},
    ),
    { max: 1 },
  ),
  ImageConfig: imageConfig,
  TracingConfig: structure({}, { Mode: oneOf('Active', 'PassThrough') }),
  RevisionId: text(),
};

const tags = map(text({ min: 1, max: 128 }), text({ max: 256 }));
const codeMembers = {
  ZipFile: blob,
  S3Bucket: text({ min: 3, max: 63, pattern: '[0-9A-Za-z\\.\\-_]*[^\\.]' }),
  S3Key: text({ min: 1, max: 1_024 }),
  S3ObjectVersion: text({ min: 1, max: 1_024 }),
  ImageUri: text(),
};

export const codeShape = structure({}, codeMembers);
export const createFunctionInput = structure(
  { FunctionName: newFunctionName, Role: roleArn, Code: codeShape },
  {
    ...settings,
    Publish: flag,
    PackageType: oneOf('Zip', 'Image'),
    Tags: tags,
    Architectures: architectures,
  },
);
export const updateConfigurationInput = structure(
  { FunctionName: functionName },
  { ...settings, Role: roleArn },
);
export const updateCodeInput = structure(
  { FunctionName: functionName },
  { ...codeMembers, Publish: flag, DryRun: flag, RevisionId: text(), Architectures: architectures },
);
export const functionInput = structure(
  { FunctionName: functionName },
  { Qualifier: text({ min: 1, max: 128, pattern: '[a-zA-Z0-9$_-]+' }) },
);
export const listFunctionsInput = structure(
  {},
  {
    Marker: text(),
    MaxItems: integer({ min: 1, max: 10_000 }),
    FunctionVersion: oneOf('ALL'),
    MasterRegion: text(),
  },
);
export const concurrencyInput = structure(
  { FunctionName: functionName, ReservedConcurrentExecutions: integer({ min: 0 }) },
  {},
);
export const eventConfigInput = structure(
  { FunctionName: functionName },
  {
    Qualifier: text({ min: 1, max: 128 }),
    MaximumRetryAttempts: integer({ min: 0, max: 2 }),
    MaximumEventAgeInSeconds: integer({ min: 60, max: 21_600 }),
  },
);
const resourceArn = text({ min: 1, max: 256, pattern: 'arn:.*:lambda:.*:\\d{12}:function:[a-zA-Z0-9-_]+' });
export const tagInput = structure({ Resource: resourceArn, Tags: tags }, {});
export const untagInput = structure(
  { Resource: resourceArn },
  { tagKeys: (value) => [value].flat().map(String) },
);
export const listTagsInput = structure({ Resource: resourceArn }, {});
export const invokeInput = structure(
  { FunctionName: functionName, Payload: blob },
  {
    InvocationType: oneOf('RequestResponse', 'Event', 'DryRun'),
    LogType: oneOf('None', 'Tail'),
    ClientContext: text(),
    Qualifier: text({ min: 1, max: 128 }),
  },
);

export type CodeInput = ValueOf<typeof codeShape>;
export type CreateFunctionInput = ValueOf<typeof createFunctionInput>;
export type UpdateConfigurationInput = ValueOf<typeof updateConfigurationInput>;
