import type { Permission, Scope } from '../service/operation.js';
import type { CodeInput, UpdateConfigurationInput } from './shapes.js';

/** The permission for an action on one function. */
export function onFunction(
  action: string,
): (input: { readonly FunctionName: string }, scope: Scope) => readonly Permission[] {
  return ({ FunctionName: given }, { region, accountId }) => [
    {
      action: `lambda:${action}`,
      resource: given.startsWith('arn:') ? given : `arn:aws:lambda:${region}:${accountId}:function:${given}`,
    },
  ];
}

/** What a caller needs for the settings in a request, besides Lambda itself. */
export function forSettings({
  Role: role,
  VpcConfig: vpc,
}: Pick<UpdateConfigurationInput, 'Role' | 'VpcConfig'>): readonly Permission[] {
  const passRole = role === undefined ? [] : [{ action: 'iam:PassRole', resource: role }];
  const network = ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'];
  const inVpc = (vpc?.SubnetIds?.length ?? 0) > 0;
  return [...passRole, ...(inVpc ? network.map((action) => ({ action, resource: '*' })) : [])];
}

/** What a caller needs so that Lambda may fetch the code. */
export function forCode({ S3Bucket: bucket, S3Key: key, ImageUri: image }: CodeInput): readonly Permission[] {
  if (bucket !== undefined)
    return [{ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key ?? ''}` }];
  if (image === undefined) return [];
  return ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].map((action) => ({ action, resource: image }));
}
