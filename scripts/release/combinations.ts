/** What belongs to a cloud or a service, by the names of packages. */
const code = {
  aws: /^@(?:aws-sdk|aws-crypto|aws|smithy)\/|^@lithops\/(?:aws|.*-(?:aws|s3|lambda|batch|ec2))/,
  ec2: /^@aws-sdk\/client-(?:ec2|batch)\b|^@lithops\/(?:standalone|.*(?:ec2|batch))/,
  aliyun: /aliyun|alicloud|ali-oss|^@lithops\/.*(?:oss|-fc)$/,
  amqp: /amqp|rabbitmq|^rhea$/,
} as const;

/** Packages that somebody installs together, and what must be there then. */
export interface Combination {
  readonly title: string;
  /** Those that are named on the command line; `all` is whatever was published. */
  readonly packages: readonly string[] | 'all';
  /** What a program imports the library from. */
  readonly library: string;
  /** Other modules that the program imports, by the names it calls them. */
  readonly imports: Readonly<Record<string, string>>;
  /** Statements that make something of those modules and print a line each. */
  readonly statements: readonly string[];
  /** What they print. */
  readonly prints: readonly string[];
  /** No package that is installed may be called so: who does not use a cloud does not carry it. */
  readonly without: Readonly<Record<string, RegExp>>;
  readonly hasCommand: boolean;
}

/** An executor that is made and closed: nothing is sent to anybody. */
const onLambda = `
  const cloud = new FunctionExecutor({
    backend: lambda.awsLambda({ executionRole: 'arn:aws:iam::123456789012:role/any', region: 'eu-west-1' }),
    storage: s3.awsS3({ storageBucket: 'any', region: 'eu-west-1' }),
  });
  await cloud.close();
  console.log(cloud.constructor.name);`;

/** À la carte: the smallest, the one that most will have in production, and all there is. */
export const combinations: readonly Combination[] = [
  {
    title: 'core alone',
    packages: ['@lithops/core'],
    library: '@lithops/core',
    imports: {},
    statements: [],
    prints: [],
    without: { AWS: code.aws, EC2: code.ec2, Aliyun: code.aliyun, AMQP: code.amqp },
    hasCommand: false,
  },
  {
    title: 'core, Lambda, S3',
    packages: ['@lithops/core', '@lithops/backend-aws-lambda', '@lithops/storage-s3'],
    library: '@lithops/core',
    imports: { lambda: '@lithops/backend-aws-lambda', s3: '@lithops/storage-s3' },
    statements: [onLambda],
    prints: ['FunctionExecutor'],
    without: { EC2: code.ec2, Aliyun: code.aliyun, AMQP: code.amqp },
    hasCommand: false,
  },
  {
    title: 'everything',
    packages: 'all',
    library: 'lithops',
    imports: {
      lambda: '@lithops/backend-aws-lambda',
      s3: '@lithops/storage-s3',
      broker: '@lithops/monitor-rabbitmq',
      conformance: '@lithops/conformance',
      closure: '@lithops/closure',
    },
    statements: [
      onLambda,
      `console.log(broker.rabbitmq({ amqpUrl: 'amqp://127.0.0.1' }).kind, typeof conformance.storageSuite);`,
    ],
    prints: ['FunctionExecutor', 'monitor function'],
    without: { Aliyun: code.aliyun },
    hasCommand: true,
  },
];
