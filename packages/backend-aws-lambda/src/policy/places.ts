import { partitionOf } from '@lithops/aws';

/** ARNs of what this package makes and uses, with `*` and words in capitals for what nobody has said. */
export interface Places {
  /** Part of AWS: `aws`, `aws-cn`, … */
  readonly partition: string;
  /** Functions. */
  readonly functions: string;
  readonly role: string;
  /** Repositories of images that `lithops runtime build` makes. */
  readonly images: string;
  /** What functions write. */
  readonly logs: string;
  /** All log groups, to look for the right one. */
  readonly logGroups: string;
}

interface Said {
  readonly region?: string | undefined;
  readonly execution_role?: string | undefined;
  readonly account_id?: string | undefined;
}

export function placesOf({ region, execution_role: role, account_id: said }: Said): Places {
  const [, partition = partitionOf(region), account = said ?? '*'] =
    /^arn:([\w-]+):iam::(\d{12}):/.exec(role ?? '') ?? [];
  const place = `${region ?? '*'}:${account}`;
  return {
    partition,
    functions: `arn:${partition}:lambda:${place}:function:lithops-*`,
    role: role ?? `arn:${partition}:iam::${said ?? 'ACCOUNT'}:role/ROLE`,
    images: `arn:${partition}:ecr:${place}:repository/lithops-*`,
    logs: `arn:${partition}:logs:${place}:log-group:/aws/lambda/lithops-*`,
    logGroups: `arn:${partition}:logs:${place}:log-group:*`,
  };
}
