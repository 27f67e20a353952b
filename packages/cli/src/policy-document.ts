import type { PolicyName, PolicyStatement } from '@lithops/core/spec';

/** As IAM of AWS takes it. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal?: { readonly Service: string } | undefined;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[] | undefined;
  readonly Condition?: PolicyStatement['condition'];
}

/** One of the policies: the statements that are part of it. */
export function policyDocument(name: PolicyName, statements: readonly PolicyStatement[]): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: statements.filter((one) => one.for.includes(name)).map(statementOf),
  };
}

function statementOf({ sid, service, actions, resources, condition }: PolicyStatement): Statement {
  return {
    Sid: sid,
    Effect: 'Allow',
    ...(service !== undefined && { Principal: { Service: service } }),
    Action: [...actions].sort(),
    ...(resources !== undefined && { Resource: resources }),
    ...(condition !== undefined && { Condition: condition }),
  };
}
