/** The part of AWS that a region is in, as ARNs begin with it: `aws`, `aws-cn`, `aws-us-gov`. */
export function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-')) return 'aws-cn';
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
