import { partitionOf } from '@lithops/aws';
import { expect, it } from 'vitest';

it.each([
  [undefined, 'aws'],
  ['eu-west-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('the part of AWS of region %s is %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});
