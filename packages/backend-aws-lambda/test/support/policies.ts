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
