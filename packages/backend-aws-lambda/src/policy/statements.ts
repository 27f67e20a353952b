import type { PolicyContext, PolicyStatement, SectionConfig } from '@lithops/core/spec';
import type { lambdaSection } from '../settings/lambda-section.js';
import { imagePolicies } from './image-statements.js';
import { largeCode } from './large-code.js';
import { type Places, placesOf } from './places.js';

/** With the keys that all backends have. */
type Section = Partial<SectionConfig<typeof lambdaSection>> & {
  readonly runtime?: unknown;
  readonly packages?: unknown;
};

/**
 * All rights that this package needs, of clients and of functions: what a request is added for is added here, and to no
 * other place. Tests hold them to what requests really need.
 */
export function lambdaPolicies(section: Section, context: PolicyContext): readonly PolicyStatement[] {
  const places = placesOf(section);
  const { runtime, packages } = section;
  return [
    ...ofClients(places),
    ...ofTools(places),
    ...ofFunctions(places),
    ...(typeof runtime === 'string' ? imagePolicies(runtime, places) : []),
    ...(runtime === undefined && isFilled(packages) ? largeCode(places, context) : []),
    ...(section.vpc === undefined ? [] : network),
    ...fileSystems(section.efs ?? []),
  ];
}

function ofClients({ functions, role }: Places): readonly PolicyStatement[] {
  return [
    {
      sid: 'DeployFunctions',
      for: ['deploy'],
      actions: [
        'lambda:CreateFunction',
        'lambda:DeleteFunction',
        'lambda:GetFunctionConfiguration',
        'lambda:PutFunctionEventInvokeConfig',
        'lambda:TagResource',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
      ],
      resources: [functions],
    },
    {
      sid: 'PassTheRole',
      for: ['deploy'],
      actions: ['iam:PassRole'],
      resources: [role],
      condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    },
    {
      sid: 'InvokeFunctions',
      for: ['run'],
      actions: [
        'lambda:GetFunctionConfiguration',
        'lambda:InvokeFunction',
        'lambda:PutFunctionEventInvokeConfig',
      ],
      resources: [functions],
    },
  ];
}

function ofTools({ functions, role, images, logs, logGroups }: Places): readonly PolicyStatement[] {
  return [
    { sid: 'FindLogs', for: ['tools'], actions: ['logs:DescribeLogGroups'], resources: [logGroups] },
    {
      sid: 'ReadLogs',
      for: ['tools'],
      actions: ['logs:FilterLogEvents', 'logs:GetLogEvents'],
      resources: [`${logs}:*`],
    },
    {
      sid: 'SeeLimitsAndFunctions',
      for: ['tools'],
      actions: ['lambda:GetAccountSettings', 'lambda:ListFunctions'],
      resources: ['*'],
    },
    {
      sid: 'CleanFunctions',
      for: ['tools'],
      actions: ['lambda:DeleteFunction', 'lambda:ListTags'],
      resources: [functions],
    },
    { sid: 'CleanLogs', for: ['tools'], actions: ['logs:DeleteLogGroup'], resources: [`${logs}:*`] },
    { sid: 'SeeImages', for: ['tools'], actions: ['ecr:DescribeRepositories'], resources: ['*'] },
    {
      sid: 'CleanImages',
      for: ['tools'],
      actions: ['ecr:DeleteRepository', 'ecr:ListTagsForResource'],
      resources: [images],
    },
    { sid: 'SeeTheRole', for: ['tools'], actions: ['iam:GetRole'], resources: [role] },
  ];
}

/** Executors inside calls run on the function of the call, and `remote_invoker` sends by way of it. */
function ofFunctions({ functions, logs }: Places): readonly PolicyStatement[] {
  return [
    {
      sid: 'InvokeThemselves',
      for: ['role'],
      actions: ['lambda:InvokeFunction'],
      resources: [functions],
    },
    {
      sid: 'WriteLogs',
      for: ['role'],
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logs, `${logs}:*`],
    },
    {
      sid: 'LetLambdaBeTheRole',
      for: ['trust'],
      actions: ['sts:AssumeRole'],
      service: 'lambda.amazonaws.com',
    },
  ];
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

/** Subnets and security groups are looked at for who deploys, network interfaces are made by Lambda as the role. */
const network: readonly PolicyStatement[] = [
  {
    sid: 'SeeTheNetwork',
    for: ['deploy'],
    actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
    resources: ['*'],
  },
  {
    sid: 'BeInTheNetwork',
    for: ['role'],
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
    ],
    resources: ['*'],
  },
];

function fileSystems(efs: readonly Readonly<Record<string, unknown>>[]): readonly PolicyStatement[] {
  const accessPoints = efs.map(({ access_point: point }) => String(point));
  if (accessPoints.length === 0) return [];
  return [
    {
      sid: 'MountFileSystems',
      for: ['role'],
      actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      resources: ['*'],
      condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPoints } },
    },
  ];
}
