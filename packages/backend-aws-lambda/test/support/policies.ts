import type { AwsCloud } from '@lithops/testing-aws-cloud';
import type { Installation } from './command.js';

export type PolicyName = 'deploy' | 'run' | 'tools' | 'role' | 'trust';

export interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
}

export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** What `lithops policy` prints. */
export async function policiesOf(user: Installation): Promise<Readonly<Record<PolicyName, PolicyDocument>>> {
  const { code, stdout, stderr } = await user.lithops('policy', '-b', 'aws_lambda', '-s', 'aws_s3');
  if (code !== 0) throw new Error(`Expected policies, got: ${stderr}`);
  return JSON.parse(stdout);
}

/** All actions that a policy allows, sorted. */
export function actionsOf(...documents: readonly PolicyDocument[]): readonly string[] {
  const all = documents.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
  return [...new Set(all)].sort();
}

/** A user of a cloud who may do just that. */
export function userWith(aws: AwsCloud, name: string, actions: readonly string[]) {
  const { credentials } = aws.identities.addUser(name, actions);
  return {
    keys: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey },
    environment: {
      ...aws.env,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    /** The actions of its requests. */
    asked: (): readonly string[] =>
      [...aws.requests]
        .filter(({ accessKeyId }) => accessKeyId === credentials.accessKeyId)
        .flatMap(({ actions: needed }) => needed),
  };
}
